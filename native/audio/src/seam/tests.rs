use super::*;
use crate::fixtures::{PACKETS_BITRATE, packets, sound};
use crate::opus_packet;
use crate::sound::volume::Gain;

const HEAD: Head = Head {
    channels: 2,
    pre_skip: 0,
    gain_q8: 0,
};

/// Frames that were heard before the seam.
const BEFORE: usize = 24;
/// Frames before it that a fresh encoder encodes first.
const PRIMING: usize = 12;

fn heard_packets() -> Vec<Packet> {
    let packets = packets(BEFORE).into_iter().enumerate();
    packets
        .map(|(index, data)| Packet {
            start: (index * SAMPLES_PER_FRAME) as i64,
            samples: SAMPLES_PER_FRAME,
            padding: 0,
            data: data.into(),
        })
        .collect()
}

/// A seam behind `heard`, from which on the same sound goes on with this volume.
fn seam(heard: &[Packet], volume: f32) -> Seam<'_> {
    let encoder = FrameEncoder::new(PACKETS_BITRATE, 5).unwrap();
    let delay = encoder.lookahead() * CHANNELS;
    // The encoder is ahead by its delay, and the source's was too.
    let from = (BEFORE - PRIMING) * FRAME_VALUES;
    let mut sound = sound(BEFORE + FRAMES_AHEAD)[from..].to_vec();
    let first = PRIMING * FRAME_VALUES;
    let mut gain = Gain::new(1.0);
    gain.set(volume / 100.0);
    for frame in sound[first..].chunks_exact_mut(FRAME_VALUES) {
        gain.apply(frame);
    }
    Seam {
        head: HEAD,
        heard: heard.iter().collect(),
        sound,
        first,
        delay,
        bitrate: PACKETS_BITRATE,
        complexity: 5,
    }
}

#[test]
fn the_loudest_millisecond_is_told_and_not_the_whole() {
    const MS: usize = 96;
    let meant = vec![0.25; 20 * MS];
    let mut heard = meant.clone();
    assert!(loudest_difference(&heard, &meant).abs() < f32::EPSILON);
    heard[3 * MS..4 * MS].fill(0.75);
    for value in &mut heard[7 * MS..20 * MS] {
        *value += 0.1;
    }
    // 96 values that differ by a half.
    assert!((loudest_difference(&heard, &meant) - 24.0).abs() < 1e-3);
    // What has no counterpart isn't compared.
    assert!(loudest_difference(&heard, &meant[..3 * MS]).abs() < f32::EPSILON);
}

#[test]
fn a_listener_hears_the_joined_frames_as_they_are_meant() {
    let before = heard_packets();
    for volume in [50.0, 80.0, 200.0] {
        let seam = seam(&before, volume);
        let (joined, unheard) = seam.join().unwrap();
        assert!(unheard, "at {volume} %");
        assert_eq!(joined.packets.len(), FRAMES);
        assert!(
            joined
                .packets
                .iter()
                .all(|packet| opus_packet::passes(packet))
        );
        let noise = seam.usual_noise().unwrap();
        assert!(joined.error <= noise * SWITCH_TOLERANCE, "at {volume} %");
        let heard = seam.hear(&joined.packets).unwrap();
        let meant = &seam.sound[seam.first - seam.delay..];
        let error = loudest_difference(&heard, meant);
        assert!((error - joined.error).abs() <= f32::EPSILON * error);
    }
}

#[test]
fn a_listener_with_another_past_hears_another_sound() {
    let before = heard_packets();
    let joined = seam(&before, 50.0).join().unwrap().0;
    let mut other = seam(&before, 50.0);
    other.heard.truncate(BEFORE / 2);
    let meant = &other.sound[other.first - other.delay..];
    let error = loudest_difference(&other.hear(&joined.packets).unwrap(), meant);
    assert!(error > joined.error * 2.0, "{error} {}", joined.error);
}
