use super::*;
use crate::CHANNELS;
use crate::fixtures::sound;
use crate::sound::checks::turned;

fn with(change: impl FnOnce(&mut Filters)) -> Sound {
    let mut sound = Sound::default();
    change(&mut sound.filters);
    sound
}

/// Each filter by itself, as its name says.
#[allow(clippy::too_many_lines, reason = "a list")]
fn each() -> Vec<(&'static str, Sound)> {
    vec![
        ("volume", Sound::at(30.0)),
        ("louder", Sound::at(400.0)),
        ("volume of the filters", with(|f| f.volume = 0.5)),
        (
            "equalizer",
            with(|f| f.equalizer = [0.25; equalizer::BANDS]),
        ),
        (
            "karaoke",
            with(|f| {
                f.karaoke = Some(karaoke::Options {
                    level: 1.0,
                    mono_level: 1.0,
                    filter_band: 220.0,
                    filter_width: 100.0,
                });
            }),
        ),
        (
            "speed",
            with(|f| {
                f.timescale = Some(timescale::Options {
                    speed: 1.5,
                    ..timescale::Options::NONE
                });
            }),
        ),
        (
            "pitch and rate",
            with(|f| {
                f.timescale = Some(timescale::Options {
                    speed: 1.0,
                    pitch: 0.8,
                    rate: 1.3,
                });
            }),
        ),
        (
            "tremolo",
            with(|f| {
                f.tremolo = Some(tremolo::Options {
                    frequency: 2.0,
                    depth: 0.5,
                });
            }),
        ),
        (
            "vibrato",
            with(|f| {
                f.vibrato = Some(vibrato::Options {
                    frequency: 2.0,
                    depth: 0.5,
                });
            }),
        ),
        (
            "rotation",
            with(|f| f.rotation = Some(rotation::Options { hz: 0.2 })),
        ),
        (
            "distortion",
            with(|f| {
                f.distortion = Some(distortion::Options {
                    sin_offset: 0.0,
                    sin_scale: 2.0,
                    cos_offset: 0.0,
                    cos_scale: 1.0,
                    tan_offset: 1.0,
                    tan_scale: 1.0,
                    offset: 0.0,
                    scale: 0.5,
                });
            }),
        ),
        (
            "channelMix",
            with(|f| {
                f.channel_mix = Some(channel_mix::Options {
                    left_to_left: 0.5,
                    left_to_right: 0.5,
                    right_to_left: 0.5,
                    right_to_right: 0.5,
                });
            }),
        ),
        (
            "lowPass",
            with(|f| f.low_pass = Some(low_pass::Options { smoothing: 20.0 })),
        ),
        (
            "echo",
            with(|f| {
                f.echo = Some(echo::Options {
                    delay_ms: 300.0,
                    decay: 0.4,
                });
            }),
        ),
        (
            "reverb",
            with(|f| {
                f.reverb = Some(reverb::Options {
                    room_size: 0.5,
                    damping: 0.5,
                    wet: 0.3,
                });
            }),
        ),
        (
            "compressor",
            with(|f| {
                f.compressor = Some(compressor::Options {
                    threshold_db: -20.0,
                    ratio: 4.0,
                    attack_ms: 5.0,
                    release_ms: 100.0,
                    makeup_db: 0.0,
                });
            }),
        ),
    ]
}

/// What comes out while these sounds are set, each from its frame on.
fn heard(chain: &mut Chain, source: &[f32], changes: &[(usize, Sound)]) -> Vec<f32> {
    let mut out = Vec::new();
    let mut at = 0;
    for index in 0.. {
        for (_, sound) in changes.iter().filter(|(from, _)| *from == index) {
            chain.set(*sound);
        }
        let end = at + chain.needs() * CHANNELS;
        if end > source.len() {
            return out;
        }
        let mut frame = [0.0; FRAME_VALUES];
        at += chain.next_frame(&source[at..end], &mut frame) * CHANNELS;
        out.extend_from_slice(&frame);
    }
    out
}

#[test]
fn samples_that_are_no_numbers_or_too_large_or_too_small_become_harmless() {
    let odd = [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, f32::MAX, 1e-40];
    for (name, sound) in each() {
        let mut chain = Chain::new(sound);
        for round in 0..300 {
            let mut source = [0.0; FRAME_VALUES];
            if round < 2 {
                for (index, value) in source.iter_mut().enumerate() {
                    *value = odd[index % odd.len()];
                }
            }
            let mut frame = [0.0; FRAME_VALUES];
            chain.next_frame(&source, &mut frame);
            assert!(frame.iter().all(|s| s.is_finite()), "{name}");
            let worst = frame
                .iter()
                .fold(0.0, |most: f32, value| most.max(value.abs()));
            assert!(round < 290 || worst < 1e-3, "{name}: {worst} is left");
        }
    }
}

#[test]
fn options_that_make_no_sense_make_no_noise() {
    for value in [
        f32::NAN,
        f32::INFINITY,
        f32::NEG_INFINITY,
        f32::MAX,
        -1.0,
        0.0,
        1e-40,
    ] {
        let sound = Sound {
            volume: value,
            filters: Filters {
                volume: value,
                equalizer: [value; equalizer::BANDS],
                karaoke: Some(karaoke::Options {
                    level: value,
                    mono_level: value,
                    filter_band: value,
                    filter_width: value,
                }),
                timescale: Some(timescale::Options {
                    speed: value,
                    pitch: value,
                    rate: value,
                }),
                tremolo: Some(tremolo::Options {
                    frequency: value,
                    depth: value,
                }),
                vibrato: Some(vibrato::Options {
                    frequency: value,
                    depth: value,
                }),
                rotation: Some(rotation::Options { hz: value }),
                distortion: Some(distortion::Options {
                    sin_offset: value,
                    sin_scale: value,
                    cos_offset: value,
                    cos_scale: value,
                    tan_offset: value,
                    tan_scale: value,
                    offset: value,
                    scale: value,
                }),
                channel_mix: Some(channel_mix::Options {
                    left_to_left: value,
                    left_to_right: value,
                    right_to_left: value,
                    right_to_right: value,
                }),
                low_pass: Some(low_pass::Options { smoothing: value }),
                echo: Some(echo::Options {
                    delay_ms: value,
                    decay: value,
                }),
                reverb: Some(reverb::Options {
                    room_size: value,
                    damping: value,
                    wet: value,
                }),
                compressor: Some(compressor::Options {
                    threshold_db: value,
                    ratio: value,
                    attack_ms: value,
                    release_ms: value,
                    makeup_db: value,
                }),
            },
        };
        let mut chain = Chain::new(Sound::default());
        let out = heard(
            &mut chain,
            &crate::fixtures::sound(400),
            &[(5, sound), (20, Sound::default())],
        );
        assert!(out.iter().all(|s| s.is_finite()), "{value}");
        assert!(chain.is_neutral(), "{value}");
    }
}

#[test]
fn what_was_kept_makes_the_same_frames_again() {
    let source = sound(30);
    for (name, sound) in each() {
        let mut chain = Chain::new(Sound::default());
        heard(&mut chain, &source[..10 * FRAME_VALUES], &[(3, sound)]);
        for next in [sound, Sound::default()] {
            let mut kept = chain.clone();
            let rest = &source[10 * FRAME_VALUES..];
            let first = heard(&mut chain.clone(), rest, &[(0, next)]);
            let again = heard(&mut kept, rest, &[(0, next)]);
            let bits = |values: &[f32]| values.iter().map(|v| v.to_bits()).collect::<Vec<_>>();
            assert!(bits(&first) == bits(&again), "{name}");
        }
    }
}

#[test]
fn it_is_neutral_at_rest_only_and_changes_nothing_then() {
    let source = sound(200);
    for (name, sound) in each() {
        assert!(!sound.is_neutral(), "{name}");
        let mut chain = Chain::new(Sound::default());
        assert!(chain.is_neutral());
        chain.set(sound);
        assert!(!chain.is_neutral(), "{name}");
        chain.set(Sound::default());
        let mut frame = [0.0; FRAME_VALUES];
        let mut frames = 0;
        while !chain.is_neutral() {
            chain.next_frame(&source[frames * FRAME_VALUES..], &mut frame);
            frames += 1;
        }
        assert!(frames <= 3, "{name}: {frames} frames");
        let out = heard(&mut chain, &source[..5 * FRAME_VALUES], &[]);
        assert_eq!(out, source[..5 * FRAME_VALUES], "{name}");
    }
}

/// The power of each millisecond.
fn powers(values: &[f32]) -> Vec<f32> {
    let windows = values.chunks_exact(48 * CHANNELS);
    windows
        .map(|window| window.iter().map(|v| v * v).sum())
        .collect()
}

/// What a click adds to a low tone: the second difference.
fn edges(values: &[f32]) -> Vec<f32> {
    (2 * CHANNELS..values.len())
        .map(|i| values[i] - 2.0 * values[i - CHANNELS] + values[i - 2 * CHANNELS])
        .collect()
}

#[test]
fn turning_a_filter_on_elsewhere_and_off_makes_no_click() {
    // A tone whose power is the same in every millisecond.
    let tone: Vec<f32> = (0..200 * FRAME_VALUES)
        .map(|n| 0.2 * turned(1_000.0, n / CHANNELS).sin() as f32)
        .collect();
    for (name, sound) in each() {
        let mut chain = Chain::new(Sound::default());
        let mut elsewhere = sound;
        elsewhere.volume *= 0.7;
        let changes = [(30, sound), (60, elsewhere), (90, Sound::default())];
        let out = heard(&mut chain, &tone, &changes);
        for (what, windows) in [("power", powers(&out)), ("edges", powers(&edges(&out)))] {
            for at in [30, 60, 90] {
                let (before, after) = (at * 20 - 200..at * 20 - 10, at * 20 + 30..at * 20 + 200);
                let most = |range: std::ops::Range<usize>| {
                    windows[range].iter().copied().fold(0.0, f32::max)
                };
                let around = most(before).max(most(after));
                let loudest = most(at * 20 - 10..at * 20 + 30);
                // 6 dB.
                assert!(
                    loudest <= 4.0 * around,
                    "{name}, {what} at {at}: {loudest} beside {around}"
                );
            }
        }
    }
}
