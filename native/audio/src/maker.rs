//! Turns samples into packets, one frame after the other.

use crate::CHANNELS;
use crate::encoder::{FRAME_VALUES, FrameEncoder, PacketBuffer};
use crate::event::Halt;
use crate::options::Settings;
use crate::sound::chain::Chain;

/// What the next packet depends on, beside the source. A clone makes the same packets.
pub(crate) struct Maker {
    chain: Chain,
    encoder: FrameEncoder,
    settings: Settings,
}

/// What a frame was made of.
#[derive(Clone, Copy)]
pub(crate) struct Made {
    /// Sample of the source that it begins with.
    pub(crate) at: i64,
    pub(crate) settings: Settings,
    pub(crate) way: Way,
}

/// How a frame is encoded in particular.
#[derive(Clone, Copy, Default)]
pub(crate) struct Way {
    /// Without reference to earlier packets, which the listener's decoder never saw.
    pub(crate) independent: bool,
    /// bit/s in place of the usual ones.
    pub(crate) bitrate: Option<u32>,
}

impl Maker {
    /// # Errors
    /// When libopus refuses, for lack of memory.
    pub(crate) fn new(settings: &Settings) -> Result<Self, Halt> {
        let chain = Chain::new(settings.sound);
        let encoder = FrameEncoder::new(settings.bitrate, settings.complexity)?;
        Ok(Self {
            chain,
            encoder,
            settings: *settings,
        })
    }

    /// How many samples, per channel, it's best given for its next frame.
    pub(crate) fn wants(&self) -> usize {
        self.chain.needs()
    }

    /// The same for this frame.
    pub(crate) fn needs(&mut self, frame: &Made) -> usize {
        self.set(&frame.settings);
        self.chain.needs()
    }

    /// How many samples decoded sound lags behind the source.
    pub(crate) fn delay(&self) -> usize {
        self.encoder.lookahead() + self.chain.delay()
    }

    /// Makes a frame of what the source gives for it; gives the packet's length, and how many samples it took.
    ///
    /// # Errors
    /// When libopus refuses.
    pub(crate) fn make(
        &mut self,
        frame: &Made,
        source: &[f32],
        out: &mut PacketBuffer,
    ) -> Result<(usize, i64), Halt> {
        self.set(&frame.settings);
        let bitrate = frame.way.bitrate.unwrap_or(self.settings.bitrate);
        self.encoder.set_bitrate(bitrate)?;
        let mut samples = [0.0; FRAME_VALUES];
        let went = self.chain.next_frame(source, &mut samples);
        let len = if frame.way.independent {
            self.encoder.encode_independent(&samples, out)?
        } else {
            self.encoder.encode(&samples, out)?
        };
        Ok((len, went.min(source.len() / CHANNELS) as i64))
    }

    /// Begins anew behind whole frames of the source, which are encoded and thrown away.
    ///
    /// # Errors
    /// When libopus refuses.
    pub(crate) fn start_after(
        &mut self,
        mut before: Vec<f32>,
        settings: &Settings,
    ) -> Result<(), Halt> {
        self.set(settings);
        self.chain.rewind();
        self.encoder.set_bitrate(settings.bitrate)?;
        let mut frame = [0.0; FRAME_VALUES];
        for values in before.chunks_exact_mut(FRAME_VALUES) {
            self.chain.next_frame(values, &mut frame);
            values.copy_from_slice(&frame);
        }
        self.encoder.start_after(&before)
    }

    fn set(&mut self, settings: &Settings) {
        if self.settings != *settings {
            self.settings = *settings;
            self.chain.set(settings.sound);
        }
    }
}

impl Clone for Maker {
    fn clone(&self) -> Self {
        Self {
            chain: self.chain.clone(),
            encoder: self.encoder.clone(),
            settings: self.settings,
        }
    }

    /// In the memory that's there.
    fn clone_from(&mut self, source: &Self) {
        self.chain.clone_from(&source.chain);
        self.encoder.clone_from(&source.encoder);
        self.settings = source.settings;
    }
}
