//! Writes small audio files, byte for byte known, for tests and benches.

/// Samples at 48 kHz that the files of [`opus_file`] tell to leave out.
pub(crate) const PRE_SKIP: u16 = 312;

const OPUS_RATE_HZ: u32 = 48_000;
const PACKETS_A_PAGE: usize = 5;

/// An Ogg file of these packets (RFC 3533, RFC 7845), played louder by `gain_q8` / 256 dB.
pub(crate) fn opus_file(serial: u32, packets: &[Vec<u8>], gain_q8: i16) -> Vec<u8> {
    let mut head = b"OpusHead\x01\x02".to_vec();
    head.extend(PRE_SKIP.to_le_bytes());
    head.extend(OPUS_RATE_HZ.to_le_bytes());
    head.extend(gain_q8.to_le_bytes());
    head.push(0);
    let mut file = page(serial, 0, 2, 0, &[head]);
    file.extend(page(
        serial,
        1,
        0,
        0,
        &[b"OpusTags\0\0\0\0\0\0\0\0".to_vec()],
    ));
    let mut granule = 0;
    let pages = packets.len().div_ceil(PACKETS_A_PAGE);
    for (index, packets) in packets.chunks(PACKETS_A_PAGE).enumerate() {
        granule += packets.iter().map(|packet| samples_of(packet)).sum::<u64>();
        let flags = if index + 1 == pages { 4 } else { 0 };
        file.extend(page(serial, index as u32 + 2, flags, granule, packets));
    }
    file
}

/// Samples of a packet of one frame of CELT (RFC 6716, section 3.1): 2.5, 5, 10 or 20 ms.
fn samples_of(packet: &[u8]) -> u64 {
    120 << (packet[0] >> 3 & 3)
}

fn page(serial: u32, number: u32, flags: u8, granule: u64, packets: &[Vec<u8>]) -> Vec<u8> {
    let mut page = b"OggS\0".to_vec();
    page.push(flags);
    page.extend(granule.to_le_bytes());
    page.extend(serial.to_le_bytes());
    page.extend(number.to_le_bytes());
    page.extend([0; 4]);
    let mut lengths = Vec::new();
    for packet in packets {
        lengths.extend(vec![255; packet.len() / 255]);
        lengths.push((packet.len() % 255) as u8);
    }
    page.push(u8::try_from(lengths.len()).unwrap());
    page.extend(lengths);
    page.extend(packets.concat());
    let sum = checksum(&page).to_le_bytes();
    page[22..26].copy_from_slice(&sum);
    page
}

/// RFC 3533, section 6, field 7.
fn checksum(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte) << 24, |sum: u32, _| {
            let carried = if sum >> 31 == 1 { 0x04C1_1DB7 } else { 0 };
            sum << 1 ^ carried
        })
    })
}

/// A WAV file of these interleaved 16-bit samples.
pub(crate) fn wav(rate: u32, channels: u16, samples: &[i16]) -> Vec<u8> {
    let body: Vec<u8> = samples.iter().flat_map(|s| s.to_le_bytes()).collect();
    riff(rate, channels, 1, 16, &body)
}

/// A WAV file of these interleaved floats.
pub(crate) fn float_wav(rate: u32, channels: u16, samples: &[f32]) -> Vec<u8> {
    let body: Vec<u8> = samples.iter().flat_map(|s| s.to_le_bytes()).collect();
    riff(rate, channels, 3, 32, &body)
}

fn riff(rate: u32, channels: u16, format: u16, bits: u16, body: &[u8]) -> Vec<u8> {
    let block = channels * bits / 8;
    let mut file = b"RIFF".to_vec();
    file.extend((body.len() as u32 + 36).to_le_bytes());
    file.extend(b"WAVEfmt \x10\0\0\0");
    file.extend(format.to_le_bytes());
    file.extend(channels.to_le_bytes());
    file.extend(rate.to_le_bytes());
    file.extend((rate * u32::from(block)).to_le_bytes());
    file.extend(block.to_le_bytes());
    file.extend(bits.to_le_bytes());
    file.extend(b"data");
    file.extend((body.len() as u32).to_le_bytes());
    file.extend(body);
    file
}
