//! The pages of an Ogg file (RFC 3533, section 6), and where its links lie, one behind the other (section 4).

use std::io;

use crate::source::Source;

pub const MARK: &[u8] = b"OggS";
const HEAD_BYTES: usize = 27;
/// Behind the head, the lengths of at most 255 segments, and these, of at most 255 bytes each.
const MAX_HEAD_BYTES: usize = HEAD_BYTES + 255;
const MAX_PAGE_BYTES: u64 = MAX_HEAD_BYTES as u64 + 255 * 255;
const READ_BYTES: usize = 16 * 1024;
/// Streams that one link may hold beside one another: each begins with a page of its own.
const MAX_STREAMS: usize = 64;
/// Of a page on which no packet ends.
const NO_GRANULE: u64 = u64::MAX;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Page {
    at: u64,
    end: u64,
    serial: u32,
    granule: u64,
    /// The first one of its stream.
    first: bool,
}

/// Where a link ends, and the last granule of each of its streams, by serial number.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct LinkEnd {
    pub(crate) at: u64,
    pub(crate) granules: Vec<(u32, u64)>,
}

/// Whether the file holds several links: then its last page is of none of the first one's streams.
pub(crate) fn is_chain(source: &mut Source, start: u64) -> io::Result<bool> {
    let (serials, _) = streams(source, start)?;
    let last = last_page(source)?;
    Ok(last.is_some_and(|last| last.at > start && !serials.contains(&last.serial)))
}

/// The end of the link that begins at `start`, found by halving; `None` when it is the last one.
pub(crate) fn link_end(source: &mut Source, start: u64) -> io::Result<Option<LinkEnd>> {
    let (serials, behind) = streams(source, start)?;
    let Some(last) = last_page(source)? else {
        return Ok(None);
    };
    if last.at <= start || serials.contains(&last.serial) {
        return Ok(None);
    }
    let (mut low, mut high) = (behind, last.at);
    while high.saturating_sub(low) > 2 * MAX_PAGE_BYTES {
        let middle = low + (high - low) / 2;
        match page_from(source, middle)? {
            Some(page) if page.at < high && serials.contains(&page.serial) => low = page.at,
            _ => high = middle,
        }
    }
    walk(source, low, &serials)
}

/// Page by page from `at` to the first page of a stream that isn't among `serials`.
fn walk(source: &mut Source, mut at: u64, serials: &[u32]) -> io::Result<Option<LinkEnd>> {
    let mut found = LinkEnd::default();
    while let Some(page) = page_from(source, at)? {
        if page.first && !serials.contains(&page.serial) {
            found.at = page.at;
            return Ok(Some(found));
        }
        if page.granule != NO_GRANULE {
            found.granules.retain(|(serial, _)| *serial != page.serial);
            if serials.contains(&page.serial) {
                found.granules.push((page.serial, page.granule));
            }
        }
        at = page.end;
    }
    Ok(None)
}

/// The serial numbers of the streams that begin at `start`, and where their first pages end.
fn streams(source: &mut Source, start: u64) -> io::Result<(Vec<u32>, u64)> {
    let mut serials = Vec::new();
    let mut at = start;
    while serials.len() < MAX_STREAMS {
        match page_at(source, at)? {
            Some(page) if page.first => {
                serials.push(page.serial);
                at = page.end;
            }
            _ => break,
        }
    }
    Ok((serials, at))
}

fn last_page(source: &mut Source) -> io::Result<Option<Page>> {
    let Some(length) = source.whole_length() else {
        return Ok(None);
    };
    let mut last = None;
    let mut at = length.saturating_sub(2 * MAX_PAGE_BYTES);
    while let Some(page) = page_from(source, at)? {
        at = page.end;
        last = Some(page);
    }
    Ok(last)
}

fn page_at(source: &mut Source, at: u64) -> io::Result<Option<Page>> {
    let mut bytes = [0; MAX_HEAD_BYTES];
    source.go_to(at);
    let read = source.read_up_to(&mut bytes)?;
    Ok(parse(&bytes[..read], at))
}

/// The first page at or behind `from` that another page, or the end of the file, follows: what else looks like a page
/// lies within one.
fn page_from(source: &mut Source, from: u64) -> io::Result<Option<Page>> {
    let mut bytes = Vec::new();
    let mut searched = 0;
    while bytes.len() < 2 * MAX_PAGE_BYTES as usize {
        let read = append(source, from, &mut bytes)?;
        while let Some(found) = find(&bytes[searched..]) {
            let at = from + (searched + found) as u64;
            searched += found + MARK.len();
            if let Some(page) = page_at(source, at)?
                && is_followed(source, &page)?
            {
                return Ok(Some(page));
            }
        }
        if read == 0 {
            break;
        }
        searched = searched.max(bytes.len().saturating_sub(MARK.len() - 1));
    }
    Ok(None)
}

fn append(source: &mut Source, from: u64, bytes: &mut Vec<u8>) -> io::Result<usize> {
    let known = bytes.len();
    bytes.resize(known + READ_BYTES, 0);
    source.go_to(from + known as u64);
    let read = source.read_up_to(&mut bytes[known..])?;
    bytes.truncate(known + read);
    Ok(read)
}

fn find(bytes: &[u8]) -> Option<usize> {
    bytes.windows(MARK.len()).position(|word| word == MARK)
}

fn is_followed(source: &mut Source, page: &Page) -> io::Result<bool> {
    let at_the_end = source
        .whole_length()
        .is_some_and(|length| page.end == length);
    Ok(at_the_end || page_at(source, page.end)?.is_some())
}

fn parse(bytes: &[u8], at: u64) -> Option<Page> {
    const FLAGS: u8 = 0b111;
    const FIRST: u8 = 0b010;
    let head = bytes.get(..HEAD_BYTES)?;
    if !head.starts_with(MARK) || head[4] != 0 || head[5] & !FLAGS != 0 {
        return None;
    }
    let lengths = bytes.get(HEAD_BYTES..HEAD_BYTES + usize::from(head[26]))?;
    let body: u64 = lengths.iter().map(|length| u64::from(*length)).sum();
    Some(Page {
        at,
        end: at + (HEAD_BYTES + lengths.len()) as u64 + body,
        serial: u32::from_le_bytes(head[14..18].try_into().ok()?),
        granule: u64::from_le_bytes(head[6..14].try_into().ok()?),
        first: head[5] & FIRST != 0,
    })
}
