//! Runs of samples in the fragments of an MP4 file (ISO/IEC 14496-12, section 8.8.8). A run may
//! state billions of samples in 16 bytes, and the demuxer counts to that number without
//! interruption.

/// A fragment holds some seconds: this is five at 200,000 samples a second, more than any format
/// has.
const MAX_SAMPLES: u32 = 1_000_000;
/// Four bytes of type, one of version, three of flags, four of count.
const HEAD_BYTES: usize = 12;

/// Looks for impossible runs in the bytes that are read.
#[derive(Default)]
pub(crate) struct Runs {
    /// The last bytes that were read, and the offset after them.
    tail: Vec<u8>,
    next: u64,
}

impl Runs {
    /// Whether `bytes`, which lie at `position`, hold an impossible run.
    pub(crate) fn impossible(&mut self, position: u64, bytes: &[u8]) -> bool {
        if position != self.next {
            self.tail.clear();
        }
        let seam = &bytes[..bytes.len().min(HEAD_BYTES - 1)];
        let joined = [&self.tail, seam].concat();
        let found = holds_one(&joined) || holds_one(bytes);
        let kept = if bytes.len() < HEAD_BYTES {
            &joined
        } else {
            bytes
        };
        self.tail = kept[kept.len().saturating_sub(HEAD_BYTES - 1)..].to_vec();
        self.next = position + bytes.len() as u64;
        found
    }
}

fn holds_one(bytes: &[u8]) -> bool {
    bytes.windows(HEAD_BYTES).any(|head| {
        // Samples with fields of their own are limited by the bytes of those fields.
        const FIELDS: u8 = 0x0F;
        head.starts_with(b"trun")
            && head[4] <= 1
            && head[5] == 0
            && head[6] & FIELDS == 0
            && u32::from_be_bytes([head[8], head[9], head[10], head[11]]) > MAX_SAMPLES
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_impossible_run_is_found_wherever_reads_end() {
        let mut file = [0; 40];
        file[16..28].copy_from_slice(b"trun\0\0\0\x01\xFF\0\0\0");
        for cut in 1..40 {
            let mut runs = Runs::default();
            let first = runs.impossible(0, &file[..cut]);
            assert!(first || runs.impossible(cut as u64, &file[cut..]));
            let mut bytewise = Runs::default();
            let byte = |at: usize| bytewise.impossible(at as u64, &file[at..=at]);
            assert!((0..40).any(byte));
        }
    }

    #[test]
    fn a_run_whose_samples_have_fields_or_are_few_is_left_alone() {
        let mut runs = Runs::default();
        assert!(!runs.impossible(0, b"....trun\0\0\x02\x01\xFF\0\0\0"));
        assert!(!runs.impossible(0, b"....trun\0\0\0\x01\0\0\xFF\0"));
        assert!(!runs.impossible(0, b"....trun\0\0\0\x01\xFF"));
        assert!(!runs.impossible(99, b"\0\0\0"));
    }
}
