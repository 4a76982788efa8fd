use super::*;
use crate::sound::checks::turned;

/// What comes of `source`, and the source's sample that each frame and the next one starts with.
fn played(scale: &mut Timescale, source: &[f32], frames: usize) -> (Vec<f32>, Vec<usize>) {
    let (mut out, mut at, mut places) = (Vec::new(), 0, Vec::new());
    for _ in 0..frames {
        let mut frame = [0.0; FRAME_VALUES];
        let from = (at * CHANNELS).min(source.len());
        let to = ((at + scale.needs()) * CHANNELS).min(source.len());
        places.push(at);
        at += scale.next_frame(&source[from..to], &mut frame);
        out.extend_from_slice(&frame);
    }
    places.push(at);
    (out, places)
}

fn tone(hz: f64, samples: usize) -> Vec<f32> {
    (0..samples * CHANNELS)
        .map(|n| 0.5 * turned(hz, n / CHANNELS).sin() as f32)
        .collect()
}

/// Hz, by the zeros that are passed on the way up.
fn pitch(sound: &[f32]) -> f64 {
    let left: Vec<f32> = sound.iter().step_by(CHANNELS).copied().collect();
    let zeros: Vec<f64> = left
        .windows(2)
        .enumerate()
        .filter(|(_, pair)| pair[0] < 0.0 && pair[1] >= 0.0)
        .map(|(n, pair)| n as f64 + f64::from(pair[0] / (pair[0] - pair[1])))
        .collect();
    let periods = (zeros.len() - 1) as f64;
    periods * 48_000.0 / (zeros[zeros.len() - 1] - zeros[0])
}

fn level_db(sound: &[f32]) -> f64 {
    let power: f64 = sound.iter().map(|v| f64::from(*v).powi(2)).sum();
    10.0 * (power / sound.len() as f64).log10()
}

const CASES: [[f32; 3]; 12] = [
    [0.5, 1.0, 1.0],
    [0.25, 1.0, 1.0],
    [1.5, 1.0, 1.0],
    [2.0, 1.0, 1.0],
    [4.0, 1.0, 1.0],
    [1.0, 0.5, 1.0],
    [1.0, 1.3, 1.0],
    [1.0, 4.0, 1.0],
    [1.0, 1.0, 1.25],
    [1.0, 1.0, 0.7],
    [1.2, 0.8, 1.1],
    [4.0, 4.0, 4.0],
];

#[test]
fn it_is_as_fast_and_as_high_as_the_formula_says() {
    let source = tone(440.0, 48_000 * 40);
    for [speed, pitches, rate] in CASES {
        let options = Options {
            speed,
            pitch: pitches,
            rate,
        };
        let mut scale = Timescale::new(&options, &[0.0; REACH * CHANNELS]);
        let (out, places) = played(&mut scale, &source, 100);
        let wanted = 440.0 * f64::from(pitches) * f64::from(rate);
        let heard = pitch(&out[5 * FRAME_VALUES..]);
        assert!(
            (heard / wanted - 1.0).abs() < 2e-3,
            "{options:?}: {heard} Hz"
        );
        let length = (99 * SAMPLES_PER_FRAME) as f64 * f64::from(speed) * f64::from(rate);
        let error = (places[99] as f64 - length).abs();
        // Half a piece at most, however long it goes on.
        assert!(error <= 960.0, "{options:?}: {error} samples");
        let level = level_db(&out[5 * FRAME_VALUES..]) - level_db(&source);
        assert!(level.abs() < 0.5, "{options:?}: {level} dB");
    }
}

#[test]
fn at_a_rate_alone_it_is_the_source_read_faster() {
    let source = tone(997.0, 48_000 * 4);
    let options = Options {
        rate: 1.25,
        ..Options::NONE
    };
    let mut scale = Timescale::new(&options, &[0.0; REACH * CHANNELS]);
    let (out, _) = played(&mut scale, &source, 100);
    let (mut noise, mut power) = (0.0, 0.0);
    for (n, value) in out.iter().step_by(CHANNELS).enumerate().skip(200) {
        let meant = 0.5 * (turned(997.0, 1) * n as f64 * 1.25).sin();
        noise += (meant - f64::from(*value)).powi(2);
        power += meant * meant;
    }
    let error = 10.0 * f64::log10(noise / power);
    println!("{error:.0} dB: rate");
    assert!(error < -80.0, "{error} dB");
}

#[test]
fn what_would_be_too_high_is_gone_and_not_folded_back() {
    for (hz, rate, kept) in [
        (17_000.0, 1.05, true),
        (15_000.0, 2.0, false),
        (18_500.0, 0.8, true),
    ] {
        let source = tone(hz, 48_000 * 4);
        let options = Options {
            rate,
            ..Options::NONE
        };
        let mut scale = Timescale::new(&options, &[0.0; REACH * CHANNELS]);
        let (out, _) = played(&mut scale, &source, 90);
        let level = level_db(&out[FRAME_VALUES..]) - level_db(&source);
        if kept {
            assert!(level.abs() < 0.2, "{hz} Hz: {level} dB");
        } else {
            assert!(level < -75.0, "{hz} Hz: {level} dB");
        }
    }
}

#[test]
fn it_finds_back_to_the_source_and_says_where() {
    let source = crate::sound::checks::mixture(300);
    for [speed, pitches, rate] in CASES {
        let options = Options {
            speed,
            pitch: pitches,
            rate,
        };
        let mut scale = Timescale::new(&options, &[0.0; REACH * CHANNELS]);
        let (_, places) = played(&mut scale, &source, 10);
        let mut at = places[10];
        let mut frame = [0.0; FRAME_VALUES];
        scale.set(&Options::NONE);
        let mut frames = 0;
        while !scale.is_over() {
            at += scale.next_frame(&source[at * CHANNELS..], &mut frame);
            frames += 1;
            assert!(frames < 10, "{options:?}");
        }
        let (next, _) = played(&mut scale, &source[at * CHANNELS..], 2);
        assert_eq!(
            next,
            source[at * CHANNELS..][..2 * FRAME_VALUES],
            "{options:?}"
        );
    }
}
