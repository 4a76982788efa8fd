//! Mixes any number of channels to two. One channel plays on both sides at full level, as a mono
//! Opus packet that's passed through does; three and more have the weights that FFmpeg gives them.

use symphonia::core::audio::{Channels, Position};

/// What each channel adds to left and right.
#[derive(Clone, Debug, PartialEq)]
pub struct Downmix {
    channels: Channels,
    weights: Vec<[f32; 2]>,
}

/// -3 dB, the level of centre and surround in a two-channel mix (ITU-R BS.775-3, annex 4).
const MINUS_3_DB: f32 = std::f32::consts::FRAC_1_SQRT_2;

impl Downmix {
    #[must_use]
    pub fn new(channels: &Channels) -> Self {
        let count = channels.count();
        let positions = match channels {
            Channels::Positioned(positions) => Some(*positions),
            Channels::Discrete(count) => usual(*count),
            _ => None,
        };
        let weights = match positions {
            _ if count == 1 => vec![[1.0, 1.0]],
            Some(positions) if count > 2 => normalised(positions.iter().map(weight).collect()),
            _ => first_two(count),
        };
        Self {
            channels: channels.clone(),
            weights,
        }
    }

    /// Follows a change of channels in mid-stream.
    pub fn adapt(&mut self, channels: &Channels) {
        if self.channels != *channels {
            *self = Self::new(channels);
        }
    }

    /// Appends `planes` (one per channel, of equal length) to `out`, interleaved.
    pub fn mix_into(&self, planes: &[Vec<f32>], out: &mut Vec<f32>) {
        let frames = planes.first().map_or(0, Vec::len);
        match planes {
            [mono] => out.extend(mono.iter().flat_map(|&sample| [sample; 2])),
            [left, right] => {
                out.extend(
                    left.iter()
                        .zip(right)
                        .flat_map(|(&left, &right)| [left, right]),
                );
            }
            _ => {
                let start = out.len();
                out.resize(start + frames * 2, 0.0);
                for (plane, [left, right]) in planes.iter().zip(&self.weights) {
                    for (pair, &sample) in out[start..].chunks_exact_mut(2).zip(plane) {
                        pair[0] += sample * left;
                        pair[1] += sample * right;
                    }
                }
            }
        }
    }
}

/// Where channels lie of which only the number is known, as FFmpeg takes them; they come in a WAV's order.
fn usual(count: u16) -> Option<Position> {
    let front = Position::FRONT_LEFT | Position::FRONT_RIGHT | Position::FRONT_CENTER;
    let rear = Position::REAR_LEFT | Position::REAR_RIGHT;
    let side = Position::SIDE_LEFT | Position::SIDE_RIGHT;
    match count {
        4 => Some(front | Position::REAR_CENTER),
        5 => Some(front | rear),
        6 => Some(front | Position::LFE1 | rear),
        7 => Some(front | Position::LFE1 | Position::REAR_CENTER | side),
        8 => Some(front | Position::LFE1 | rear | side),
        _ => None,
    }
}

fn first_two(count: usize) -> Vec<[f32; 2]> {
    let mut weights = vec![[0.0, 0.0]; count];
    if let [left, right, ..] = weights.as_mut_slice() {
        *left = [1.0, 0.0];
        *right = [0.0, 1.0];
    }
    weights
}

/// BS.775 leaves out the low-frequency channel.
fn weight(position: Position) -> [f32; 2] {
    const LEFT: Position = Position::FRONT_LEFT
        .union(Position::FRONT_LEFT_CENTER)
        .union(Position::TOP_FRONT_LEFT);
    const RIGHT: Position = Position::FRONT_RIGHT
        .union(Position::FRONT_RIGHT_CENTER)
        .union(Position::TOP_FRONT_RIGHT);
    const SIDE_LEFT: Position = Position::SIDE_LEFT
        .union(Position::REAR_LEFT)
        .union(Position::TOP_REAR_LEFT);
    const SIDE_RIGHT: Position = Position::SIDE_RIGHT
        .union(Position::REAR_RIGHT)
        .union(Position::TOP_REAR_RIGHT);
    if position == Position::LFE1 || position == Position::LFE2 {
        [0.0, 0.0]
    } else if LEFT.contains(position) {
        [1.0, 0.0]
    } else if RIGHT.contains(position) {
        [0.0, 1.0]
    } else if SIDE_LEFT.contains(position) {
        [MINUS_3_DB, 0.0]
    } else if SIDE_RIGHT.contains(position) {
        [0.0, MINUS_3_DB]
    } else if position == Position::REAR_CENTER {
        [MINUS_3_DB * MINUS_3_DB, MINUS_3_DB * MINUS_3_DB]
    } else {
        [MINUS_3_DB, MINUS_3_DB]
    }
}

/// Scales down so that full-scale sound in every channel doesn't clip.
fn normalised(mut weights: Vec<[f32; 2]>) -> Vec<[f32; 2]> {
    let sum = |side: usize| weights.iter().map(|pair| pair[side]).sum::<f32>();
    let peak = sum(0).max(sum(1));
    if peak > 1.0 {
        for pair in &mut weights {
            pair[0] /= peak;
            pair[1] /= peak;
        }
    }
    weights
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mono_goes_to_both_sides_as_loud_as_it_is() {
        let mut out = Vec::new();
        let mono = Channels::Positioned(Position::FRONT_CENTER);
        Downmix::new(&mono).mix_into(&[vec![0.5, -0.5]], &mut out);
        assert_eq!(out, [0.5, 0.5, -0.5, -0.5]);
    }

    #[test]
    fn channels_of_which_only_the_number_is_known_lie_as_usual() {
        let mut mixes = Vec::new();
        let layout = usual(6).expect("six are known");
        for channels in [Channels::Discrete(6), Channels::Positioned(layout)] {
            let mut out = Vec::new();
            Downmix::new(&channels).mix_into(&vec![vec![0.5]; 6], &mut out);
            mixes.push(out);
        }
        assert_eq!(mixes[0], mixes[1]);
        assert_eq!(Downmix::new(&Channels::Discrete(9)).weights.len(), 9);
    }

    #[test]
    fn five_point_one_keeps_its_sides_and_never_clips() {
        let layout = Position::FRONT_LEFT
            | Position::FRONT_RIGHT
            | Position::FRONT_CENTER
            | Position::LFE1
            | Position::SIDE_LEFT
            | Position::SIDE_RIGHT;
        let mix = Downmix::new(&Channels::Positioned(layout));
        let mut out = Vec::new();
        mix.mix_into(&vec![vec![1.0]; 6], &mut out);
        assert!((out[0] - 1.0).abs() < 1e-6 && (out[1] - 1.0).abs() < 1e-6);
        let mut left_only = vec![vec![0.0]; 6];
        left_only[0] = vec![1.0];
        out.clear();
        mix.mix_into(&left_only, &mut out);
        assert!(out[0] > 0.4 && out[1] == 0.0);
    }
}
