//! What each filter costs a frame of 20 ms, beside encoding it: `cargo bench -p segue-audio --bench filters`. The
//! ratio is that of a frame with the filter to one without; machines differ and are noisy, ratios less so.

use std::hint::black_box;
use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

use segue_audio::encoder::{FRAME_VALUES, FrameEncoder, PacketBuffer};
use segue_audio::sound::chain::Chain;
use segue_audio::sound::{
    Filters, Sound, channel_mix, compressor, distortion, echo, equalizer, karaoke, low_pass,
    reverb, rotation, timescale, tremolo, vibrato,
};
use segue_audio::{CHANNELS, MAX_PACKET_BYTES};

const FRAMES: usize = 1_000;
const ROUNDS: usize = 5;
const BITRATE: u32 = 128_000;
/// Of what is played faster, as many frames are made as of the rest.
const FASTEST: usize = 2;

fn main() {
    let sound = samples(FRAMES * FASTEST);
    let [quick, best_quality] = [5, 10].map(|complexity| best(|| encode(&sound, complexity)));
    let nothing = best(|| filter(&sound, Sound::default()));
    println!(
        "{:<22} {:>9} {:>7} {:>7}",
        "a frame of 20 ms", "ns", "c5", "c10"
    );
    println!(
        "{:<22} {:>9.0} {:>7}",
        "encoded, complexity 5",
        ns(quick),
        "1.00"
    );
    println!(
        "{:<22} {:>9.0} {:>7} {:>7}",
        "encoded, complexity 10",
        ns(best_quality),
        "",
        "1.00"
    );
    for (name, sounds) in sounds() {
        let cost = best(|| filter(&sound, sounds)).saturating_sub(nothing);
        let beside = |plain: Duration| 1.0 + cost.as_secs_f64() / plain.as_secs_f64();
        println!(
            "{name:<22} {:>9.0} {:>7.2} {:>7.2}",
            ns(cost),
            beside(quick),
            beside(best_quality)
        );
    }
    let cost = best(|| filter(&sound, all())).saturating_sub(nothing);
    println!("{:<22} {:>9.0}", "all of them", ns(cost));
    let chain = Chain::new(all());
    let copied = best(|| (0..FRAMES).for_each(|_| drop(black_box(chain.clone()))));
    println!("{:<22} {:>9.0}", "a copy of all", ns(copied));
}

fn ns(taken: Duration) -> f64 {
    taken.as_secs_f64() * 1e9 / FRAMES as f64
}

/// The thread's own time of the quickest of some rounds: what disturbs a round only makes it slower.
fn best(mut round: impl FnMut()) -> Duration {
    let now = || {
        let now = clock_gettime(ClockId::ThreadCPUTime);
        Duration::new(now.tv_sec as u64, now.tv_nsec as u32)
    };
    let rounds = (0..ROUNDS).map(|_| {
        let began = now();
        round();
        now().saturating_sub(began)
    });
    rounds.min().unwrap_or_default()
}

fn encode(sound: &[f32], complexity: u8) {
    let mut encoder = FrameEncoder::new(BITRATE, complexity).expect("an encoder");
    let mut out: PacketBuffer = [0; MAX_PACKET_BYTES];
    for frame in sound.chunks_exact(FRAME_VALUES).take(FRAMES) {
        encoder.encode(frame, &mut out).expect("a packet");
    }
}

fn filter(source: &[f32], sound: Sound) {
    let mut chain = Chain::new(sound);
    let mut frame = [0.0; FRAME_VALUES];
    let mut at = 0;
    for _ in 0..FRAMES {
        let end = (at + chain.needs() * CHANNELS).min(source.len());
        at = (at + chain.next_frame(&source[at..end], &mut frame) * CHANNELS).min(end);
        black_box(&frame);
    }
}

/// Chords and noise at full scale, so that the limiter has something to do.
fn samples(frames: usize) -> Vec<f32> {
    let mut state = 1u32;
    let at = |n: usize, hz: f32| (n as f32 * hz / 48_000.0 * std::f32::consts::TAU).sin();
    (0..frames * FRAME_VALUES / CHANNELS)
        .flat_map(|n| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let noise = (state >> 8) as f32 / (1 << 24) as f32 - 0.5;
            let low = 0.4 * at(n % 48_000, 220.0) + 0.3 * at(n % 48_000, 331.0);
            [low + 0.2 * noise, 0.6 * at(n % 48_000, 277.0) - 0.2 * noise]
        })
        .collect()
}

fn all() -> Sound {
    let mut sound = Sound::default();
    for (_, one) in sounds() {
        let Filters {
            karaoke,
            timescale,
            tremolo,
            vibrato,
            rotation,
            distortion,
            channel_mix,
            low_pass,
            echo,
            reverb,
            compressor,
            ..
        } = one.filters;
        let all = &mut sound.filters;
        all.equalizer = [0.1; equalizer::BANDS];
        all.karaoke = all.karaoke.or(karaoke);
        all.timescale = all.timescale.or(timescale);
        all.tremolo = all.tremolo.or(tremolo);
        all.vibrato = all.vibrato.or(vibrato);
        all.rotation = all.rotation.or(rotation);
        all.distortion = all.distortion.or(distortion);
        all.channel_mix = all.channel_mix.or(channel_mix);
        all.low_pass = all.low_pass.or(low_pass);
        all.echo = all.echo.or(echo);
        all.reverb = all.reverb.or(reverb);
        all.compressor = all.compressor.or(compressor);
    }
    sound
}

fn with(change: impl FnOnce(&mut Filters)) -> Sound {
    let mut sound = Sound::default();
    change(&mut sound.filters);
    sound
}

fn scale(speed: f32, pitch: f32, rate: f32) -> Sound {
    with(|f| f.timescale = Some(timescale::Options { speed, pitch, rate }))
}

/// Each filter by itself, with what goes with it: the limiter where it may be louder.
#[allow(clippy::too_many_lines, reason = "a list")]
fn sounds() -> Vec<(&'static str, Sound)> {
    vec![
        ("volume 50 %", Sound::at(50.0)),
        ("volume 400 %", Sound::at(400.0)),
        (
            "equalizer, 15 bands",
            with(|f| f.equalizer = [0.1; equalizer::BANDS]),
        ),
        (
            "equalizer, 4 low bands",
            with(|f| f.equalizer[..4].fill(0.2)),
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
        ("timescale, speed 1.5", scale(1.5, 1.0, 1.0)),
        ("timescale, pitch 1.2", scale(1.0, 1.2, 1.0)),
        ("timescale, rate 1.25", scale(1.0, 1.0, 1.25)),
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
