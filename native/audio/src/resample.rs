//! Any rate to 48 kHz, band-limited.

use rubato::audioadapter_buffers::direct::InterleavedSlice;
use rubato::{Fft, FixedSync, Indexing, ResampleError, Resampler as _, WindowFunction};

use crate::event::{ErrorCode, Halt};
use crate::{CHANNELS, SAMPLE_RATE_HZ};

/// Resamples interleaved stereo. The filter's delay is removed, so that a sample keeps its time.
pub struct Resampler {
    fft: Fft<f32>,
    rate: u32,
    pending: Vec<f32>,
    chunk: Vec<f32>,
    /// Frames of delay still to drop.
    delay: usize,
    fed: u64,
    given: u64,
}

impl Resampler {
    /// `None` when `rate` is 48 kHz already.
    ///
    /// # Errors
    /// For a rate that can't be resampled.
    pub fn new(rate: u32) -> Result<Option<Self>, Halt> {
        if rate == SAMPLE_RATE_HZ {
            return Ok(None);
        }
        if !(4_000..=768_000).contains(&rate) {
            return Err(Halt::failed(ErrorCode::Unsupported, format!("{rate} Hz")));
        }
        // About 20 ms, and an even count: the centre of an odd filter lies between two samples.
        let step = 2 * Self::period(rate) as usize;
        let chunk = (rate as usize / 50).div_ceil(step) * step;
        let fft = Fft::new_custom(
            rate as usize,
            SAMPLE_RATE_HZ as usize,
            chunk,
            1,
            CHANNELS,
            WindowFunction::BlackmanHarris2,
            FixedSync::Both,
        )
        .map_err(|error| Halt::failed(ErrorCode::Unsupported, error))?;
        let chunk = vec![0.0; fft.output_frames_max() * CHANNELS];
        let delay = fft.output_delay();
        Ok(Some(Self {
            fft,
            rate,
            pending: Vec::new(),
            chunk,
            delay,
            fed: 0,
            given: 0,
        }))
    }

    /// After this many frames of the source, the grids of both rates meet again.
    #[must_use]
    pub fn period(rate: u32) -> u32 {
        let (mut a, mut b) = (rate, SAMPLE_RATE_HZ);
        while b != 0 {
            (a, b) = (b, a % b);
        }
        rate / a.max(1)
    }

    pub fn reset(&mut self) {
        self.fft.reset();
        self.pending.clear();
        self.delay = self.fft.output_delay();
        self.fed = 0;
        self.given = 0;
    }

    /// Appends the resampled `input` to `out`; the rest waits for more input.
    ///
    /// # Errors
    /// Never, as far as the library's documentation goes.
    pub fn push(&mut self, input: &[f32], out: &mut Vec<f32>) -> Result<(), Halt> {
        self.fed += (input.len() / CHANNELS) as u64;
        self.pending.extend_from_slice(input);
        let mut at = 0;
        loop {
            let frames = self.fft.input_frames_next();
            let end = at + frames * CHANNELS;
            if end > self.pending.len() {
                break;
            }
            self.chunk(at..end, None, out)?;
            at = end;
        }
        self.pending.drain(..at);
        Ok(())
    }

    /// Appends what's still buffered, up to the input's length at the new rate.
    ///
    /// # Errors
    /// Like [`Resampler::push`].
    pub fn finish(&mut self, out: &mut Vec<f32>) -> Result<(), Halt> {
        let total = (u128::from(self.fed) * u128::from(SAMPLE_RATE_HZ))
            .div_ceil(u128::from(self.rate)) as u64;
        while self.given < total {
            let left = (total - self.given) as usize;
            let frames = self.pending.len() / CHANNELS;
            let before = out.len();
            self.pending
                .resize(self.fft.input_frames_next() * CHANNELS, 0.0);
            let end = self.pending.len();
            self.chunk(0..end, Some(frames), out)?;
            self.pending.clear();
            let produced = (out.len() - before) / CHANNELS;
            if produced > left {
                out.truncate(before + left * CHANNELS);
            }
        }
        Ok(())
    }

    fn chunk(
        &mut self,
        input: std::ops::Range<usize>,
        partial: Option<usize>,
        out: &mut Vec<f32>,
    ) -> Result<(), Halt> {
        let frames = input.len() / CHANNELS;
        let room = self.chunk.len() / CHANNELS;
        let failed = |error: &dyn std::fmt::Display| Halt::failed(ErrorCode::DecodeFailed, error);
        let from = InterleavedSlice::new(&self.pending[input], CHANNELS, frames)
            .map_err(|error| failed(&error))?;
        let mut to = InterleavedSlice::new_mut(&mut self.chunk, CHANNELS, room)
            .map_err(|error| failed(&error))?;
        let indexing = partial.map(|frames| Indexing::new().partial_len(frames));
        let (_, produced) = self
            .fft
            .process_into_buffer(&from, &mut to, indexing.as_ref())
            .map_err(|error: ResampleError| failed(&error))?;
        let skip = self.delay.min(produced);
        self.delay -= skip;
        self.given += (produced - skip) as u64;
        out.extend_from_slice(&self.chunk[skip * CHANNELS..produced * CHANNELS]);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sine(rate: u32, hz: f64, frames: usize) -> Vec<f32> {
        (0..frames)
            .flat_map(|n| {
                let phase = std::f64::consts::TAU * hz * n as f64 / f64::from(rate);
                [phase.sin() as f32; 2]
            })
            .collect()
    }

    #[test]
    fn a_sine_keeps_its_time_level_and_length() {
        for rate in [8_000, 22_050, 44_100, 96_000, 192_000] {
            let mut resampler = Resampler::new(rate).unwrap().unwrap();
            let mut out = Vec::new();
            let input = sine(rate, 440.0, rate as usize);
            for part in input.chunks(1000) {
                resampler.push(part, &mut out).unwrap();
            }
            resampler.finish(&mut out).unwrap();
            assert_eq!(out.len() / CHANNELS, SAMPLE_RATE_HZ as usize, "{rate}");
            let wanted = sine(SAMPLE_RATE_HZ, 440.0, SAMPLE_RATE_HZ as usize);
            let worst = out[9_600..86_400]
                .iter()
                .zip(&wanted[9_600..86_400])
                .map(|(got, want)| (got - want).abs())
                .fold(0.0, f32::max);
            assert!(worst < 1e-4, "{rate}: {worst}");
        }
    }

    #[test]
    fn what_48_khz_can_not_carry_is_gone() {
        let mut resampler = Resampler::new(96_000).unwrap().unwrap();
        let mut out = Vec::new();
        resampler
            .push(&sine(96_000, 30_000.0, 96_000), &mut out)
            .unwrap();
        let peak = out[9_600..]
            .iter()
            .fold(0.0f32, |peak, s| peak.max(s.abs()));
        assert!(peak < 1e-4, "{peak}");
    }
}
