use super::*;
use crate::fixtures::{difference_db, feed, float_wav, mp3_frame, sound, wav};

fn decoded(file: &[u8], told: bool) -> Decoded {
    let feed = feed(file, told);
    let media = Media::open(&feed, None).unwrap();
    Decoded::new(feed, media, true).unwrap()
}

fn rest(stream: &mut dyn PcmStream) -> Vec<f32> {
    let mut out = Vec::new();
    while stream.read(&mut out).unwrap() {}
    out
}

fn ramp(samples: usize) -> Vec<i16> {
    (0..samples).map(|n| (n * 31 % 60_000) as i16).collect()
}

#[test]
fn raw_samples_become_floats_whatever_pieces_they_come_in() {
    let samples: [i16; 8] = [0, 16_384, i16::MIN, i16::MAX, -1, 1, 300, -300];
    let bytes: Vec<u8> = samples.iter().flat_map(|s| s.to_le_bytes()).collect();
    let source = feed(&[], false);
    let mut raw = Raw::new(Arc::clone(&source));
    // Ended already, as its first generation is.
    assert!(
        raw.read(&mut Vec::new())
            .is_err_and(|halt| matches!(halt, Halt::Failed(ErrorCode::EmptyFile, _)))
    );
    let meant: Vec<f32> = samples.iter().map(|s| f32::from(*s) / 32_768.0).collect();
    // The last three bytes are no whole sample of both channels.
    let cut = [&bytes[..], &[1, 2, 3]].concat();
    let source = Arc::new(Feed::new(None, Arc::new(Box::new(|_| ()))));
    let mut raw = Raw::new(Arc::clone(&source));
    let mut out = Vec::new();
    for piece in cut.chunks(5) {
        source.push(piece, 0);
        assert!(raw.read(&mut out).unwrap());
    }
    source.end(0);
    assert!(!raw.read(&mut out).unwrap());
    assert_eq!(out, meant);
}

#[test]
fn raw_samples_are_sought_and_an_interrupted_read_loses_none() {
    let samples = ramp(2 * 10_000);
    let bytes: Vec<u8> = samples.iter().flat_map(|s| s.to_le_bytes()).collect();
    let feed = feed(&bytes, true);
    let mut raw = Raw::new(Arc::clone(&feed));
    raw.read(&mut Vec::new()).unwrap();
    feed.interrupt(1);
    assert!(matches!(raw.read(&mut Vec::new()), Err(Halt::Interrupted)));
    feed.resume(1);
    assert!(raw.seek(7_000).unwrap());
    let meant: Vec<f32> = samples[14_000..]
        .iter()
        .map(|s| f32::from(*s) / 32_768.0)
        .collect();
    assert_eq!(rest(&mut raw), meant);
}

#[test]
fn samples_of_48_khz_come_out_as_they_are_and_a_seek_is_exact() {
    let samples = ramp(2 * 20_000);
    let meant: Vec<f32> = samples.iter().map(|s| f32::from(*s) / 32_768.0).collect();
    let mut stream = decoded(&wav(48_000, 2, &samples), true);
    assert_eq!(rest(&mut stream), meant);
    for sample in [15_001, 0, 3_333] {
        assert!(stream.seek(sample).unwrap());
        assert_eq!(rest(&mut stream), meant[2 * sample as usize..], "{sample}");
    }
    assert!(!stream.seek(20_001).unwrap());
}

#[test]
fn another_rate_keeps_length_and_sound_also_behind_a_seek() {
    let source = sound(100);
    let at_24_khz: Vec<f32> = source.chunks(4).flat_map(|two| [two[0], two[1]]).collect();
    let mut stream = decoded(&float_wav(24_000, 2, &at_24_khz), true);
    let whole = rest(&mut stream);
    assert_eq!(whole.len(), source.len());
    let inner = 2 * 4_000..2 * 90_000;
    let error = difference_db(&source[inner.clone()], &whole[inner]);
    assert!(error < -60.0, "{error} dB");
    let sample = 30_011;
    assert!(stream.seek(sample).unwrap());
    let behind = rest(&mut stream);
    let meant = &whole[2 * sample as usize..];
    assert_eq!(behind.len(), meant.len());
    let error = difference_db(meant, &behind);
    assert!(error < -90.0, "{error} dB");
}

#[test]
fn one_channel_is_heard_on_both_sides() {
    let samples = ramp(4_000);
    let out = rest(&mut decoded(&wav(48_000, 1, &samples), true));
    assert_eq!(out.len(), 2 * samples.len());
    assert!(
        out.chunks(2)
            .all(|pair| (pair[0] - pair[1]).abs() < f32::EPSILON)
    );
    let power = |values: &mut dyn Iterator<Item = f32>| values.map(|v| v * v).sum::<f32>();
    let mono = power(&mut samples.iter().map(|s| f32::from(*s) / 32_768.0));
    let ratio = power(&mut out.iter().copied()) / mono;
    // Each side is as loud as the one channel.
    assert!((ratio - 2.0).abs() < 0.01, "{ratio}");
}

#[test]
fn values_that_are_no_sound_become_harmless() {
    let mut samples = vec![0.5; 2 * 960];
    samples[10] = f32::NAN;
    samples[11] = f32::INFINITY;
    samples[12] = -1e30;
    samples[13] = 1e30;
    let out = rest(&mut decoded(&float_wav(48_000, 2, &samples), true));
    assert_eq!(out[9..15], [0.5, 0.0, 0.0, -100.0, 100.0, 0.5]);
}

#[test]
fn what_lies_behind_the_end_of_an_edit_is_left_out() {
    let samples = ramp(2 * 9_000);
    let mut stream = decoded(&wav(48_000, 2, &samples), true);
    stream.media.end = Some(5_003);
    assert_eq!(rest(&mut stream).len(), 2 * 5_003);
}

#[test]
fn a_source_of_unknown_length_is_read_on_but_not_back() {
    let samples = ramp(2 * 20_000);
    let mut stream = decoded(&wav(48_000, 2, &samples), false);
    assert!(stream.seek(4_000).unwrap());
    let mut out = Vec::new();
    while out.is_empty() {
        assert!(stream.read(&mut out).unwrap());
    }
    assert!((out[0] - f32::from(samples[8_000]) / 32_768.0).abs() < f32::EPSILON);
    assert!(stream.seek(10).is_err());
}

/// Frames whose side information can't be right.
fn broken(frames: usize) -> Vec<u8> {
    let mut frame = mp3_frame(128);
    frame[4..36].fill(0xFF);
    frame.repeat(frames)
}

#[test]
fn a_file_without_a_packet_that_can_be_decoded_is_given_up() {
    let mut stream = decoded(&broken(400), true);
    let mut out = Vec::new();
    let halt = loop {
        match stream.read(&mut out) {
            Ok(more) => assert!(more, "it is said"),
            Err(halt) => break halt,
        }
    };
    assert!(
        matches!(halt, Halt::Failed(ErrorCode::DecodeFailed, _)),
        "{halt:?}"
    );
    assert_eq!(stream.bad, HOPELESS_PACKETS);
    assert!(out.is_empty());
}

#[test]
fn broken_packets_behind_good_ones_are_skipped() {
    let good = mp3_frame(128).repeat(60);
    let file = [good.clone(), broken(300), good].concat();
    let mut stream = decoded(&file, true);
    let seconds = rest(&mut stream).len() as f64 / 96_000.0;
    // Each of the 120 good frames is 1152 samples at 44.1 kHz.
    assert!(
        (seconds - 120.0 * 1152.0 / 44_100.0).abs() < 0.1,
        "{seconds}"
    );
}
