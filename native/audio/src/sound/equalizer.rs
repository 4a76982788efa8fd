//! Fifteen bands: resonators side by side, `y[n] = α · (x[n] − x[n−2]) + γ · y[n−1] − β · y[n−2]`, of which
//! `x + 4 · Σ gain · y` is made.

use super::filter::{Filter, pairs, within};
use crate::CHANNELS;
use crate::encoder::FRAME_VALUES;

pub const BANDS: usize = 15;

/// The gain of each band, −0.25 (it's gone) to 1; 0 leaves it as it is.
pub type Gains = [f32; BANDS];

pub(super) fn active(gains: Gains) -> Option<Gains> {
    let bounded = gains.map(|gain| within(gain, -0.25, 1.0));
    bounded.iter().any(|gain| *gain != 0.0).then_some(bounded)
}

/// `β` and `γ` of the bands at 48 kHz; `α` is `(1 − β)/2`. From 25 Hz to 16 kHz, as Lavalink has them.
const BAND_POLES: [(f64, f64); BANDS] = [
    (0.998_475_466_64, 1.998_464_765_6),
    (0.997_561_846_54, 1.997_534_464_5),
    (0.996_162_613_79, 1.996_094_736_9),
    (0.993_915_785_43, 1.993_744_961_8),
    (0.990_283_072_15, 1.989_846_570_2),
    (0.984_858_972_64, 1.983_796_254_3),
    (0.975_885_126_57, 1.973_177_244_7),
    (0.962_285_218_14, 1.955_616_469_4),
    (0.940_809_331_32, 1.924_205_438_4),
    (0.907_020_591_96, 1.865_347_616_6),
    (0.858_680_042_89, 1.760_040_133_7),
    (0.784_096_107_88, 1.545_072_552_2),
    (0.683_328_610_02, 1.142_644_715_5),
    (0.552_675_182_28, 0.401_861_908_03),
    (0.418_118_884_47, -0.709_059_442_23),
];

/// How many bands are computed at a time: one waits for its own last sample, and the others' go on meanwhile.
const AT_A_TIME: usize = 4;

/// In 64 bits: the lowest bands' poles lie so close to the unit circle that 32 would detune them.
#[derive(Clone, Copy, Default)]
struct Band {
    alpha: f64,
    beta: f64,
    gamma: f64,
    /// Four times the gain.
    share: f64,
    /// `y[n−1]` and `y[n−2]` of both channels.
    last: [f64; CHANNELS],
    before: [f64; CHANNELS],
}

#[derive(Clone)]
pub(crate) struct Equalizer {
    bands: [Band; BANDS + 1],
    /// `x[n−1]` and `x[n−2]` of both channels.
    last: [f64; CHANNELS],
    before: [f64; CHANNELS],
}

impl Filter for Equalizer {
    type Options = Gains;

    fn new(gains: &Gains) -> Self {
        // One more than there are, to fill a group.
        let mut bands = [Band::default(); BANDS + 1];
        for (band, (beta, gamma)) in bands.iter_mut().zip(BAND_POLES) {
            band.alpha = (1.0 - beta) / 2.0;
            band.beta = beta;
            band.gamma = gamma;
        }
        let mut made = Self {
            bands,
            last: [0.0; CHANNELS],
            before: [0.0; CHANNELS],
        };
        made.set(gains);
        made
    }

    fn set(&mut self, gains: &Gains) {
        for (band, gain) in self.bands.iter_mut().zip(gains) {
            band.share = 4.0 * f64::from(*gain);
        }
    }

    fn apply(&mut self, frame: &mut [f32; FRAME_VALUES]) {
        let source = *frame;
        let (mut last, mut before) = (self.last, self.before);
        for group in self.bands.as_chunks_mut::<AT_A_TIME>().0 {
            if group.iter().all(|band| band.share == 0.0) {
                // What rang in it is long gone when it sounds again.
                for band in group {
                    band.last = [0.0; CHANNELS];
                    band.before = [0.0; CHANNELS];
                }
                continue;
            }
            (last, before) = (self.last, self.before);
            for (source, pair) in source.as_chunks::<CHANNELS>().0.iter().zip(pairs(frame)) {
                let x = source.map(f64::from);
                let mut sum = [0.0; CHANNELS];
                for band in &mut *group {
                    for channel in 0..CHANNELS {
                        let y = band.alpha * (x[channel] - before[channel])
                            + band.gamma * band.last[channel]
                            - band.beta * band.before[channel];
                        band.before[channel] = band.last[channel];
                        band.last[channel] = y;
                        sum[channel] += band.share * y;
                    }
                }
                (last, before) = (x, last);
                pair[0] += sum[0] as f32;
                pair[1] += sum[1] as f32;
            }
        }
        (self.last, self.before) = (last, before);
        self.calm();
    }
}

impl Equalizer {
    /// Numbers that are almost nothing are slow to compute with.
    fn calm(&mut self) {
        for band in &mut self.bands {
            for value in band.last.iter_mut().chain(&mut band.before) {
                if value.abs() < 1e-20 {
                    *value = 0.0;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sound::checks::assert_formula;

    /// The bands' `β`, `α` and `γ` once more, as they are published for 48 kHz.
    const PUBLISHED: [(f64, f64, f64); BANDS] = [
        (0.998_475_466_64, 7.622_666_814_3e-4, 1.998_464_765_6),
        (0.997_561_846_54, 1.219_076_728_9e-3, 1.997_534_464_5),
        (0.996_162_613_79, 1.918_693_104_1e-3, 1.996_094_736_9),
        (0.993_915_785_43, 3.042_107_286_5e-3, 1.993_744_961_8),
        (0.990_283_072_15, 4.858_463_924_2e-3, 1.989_846_570_2),
        (0.984_858_972_64, 7.570_513_679_5e-3, 1.983_796_254_3),
        (0.975_885_126_57, 1.205_743_671_5e-2, 1.973_177_244_7),
        (0.962_285_218_14, 1.885_739_092_8e-2, 1.955_616_469_4),
        (0.940_809_331_32, 2.959_533_433_8e-2, 1.924_205_438_4),
        (0.907_020_591_96, 4.648_970_402_2e-2, 1.865_347_616_6),
        (0.858_680_042_89, 7.065_997_855_3e-2, 1.760_040_133_7),
        (0.784_096_107_88, 1.079_519_460_6e-1, 1.545_072_552_2),
        (0.683_328_610_02, 1.583_356_949_9e-1, 1.142_644_715_5),
        (0.552_675_182_28, 2.236_624_088_6e-1, 0.401_861_908_03),
        (0.418_118_884_47, 2.909_405_577_7e-1, -0.709_059_442_23),
    ];

    fn as_published(gains: Gains) {
        let mut outputs = vec![[[0.0; CHANNELS]; 2]; BANDS];
        assert_formula(Equalizer::new(&gains), |n, input| {
            let past = if n < 2 { [0.0; 2] } else { input[n - 2] };
            let mut sum = [0.0; CHANNELS];
            for ((output, (beta, alpha, gamma)), gain) in
                outputs.iter_mut().zip(PUBLISHED).zip(gains)
            {
                for channel in 0..CHANNELS {
                    let x = input[n][channel] - past[channel];
                    let y = alpha * x + gamma * output[0][channel] - beta * output[1][channel];
                    output[1][channel] = output[0][channel];
                    output[0][channel] = y;
                    sum[channel] += f64::from(gain) * y;
                }
            }
            [0, 1].map(|channel| 4.0 * (0.25 * input[n][channel] + sum[channel]))
        });
    }

    #[test]
    fn it_is_as_the_formula_says() {
        let mut gains = [0.0; BANDS];
        for (band, gain) in gains.iter_mut().enumerate() {
            *gain = [0.2, -0.1, 0.05, -0.25][band % 4];
        }
        as_published(gains);
    }

    #[test]
    fn each_band_by_itself_is_as_the_formula_says() {
        for band in 0..BANDS {
            let mut gains = [0.0; BANDS];
            gains[band] = 0.25;
            as_published(gains);
        }
    }
}
