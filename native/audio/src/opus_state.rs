//! libopus's encoder in memory of ours, so that its state can be kept and taken up again.

use opusic_c::{ErrorCode, sys};

use crate::encoder::FRAME_VALUES;
use crate::{CHANNELS, SAMPLE_RATE_HZ, SAMPLES_PER_FRAME};

/// As strictly aligned as anything that libopus may put into its state.
type Block = u128;

/// An encoder of stereo at 48 kHz, about 48 KiB. A clone goes on as the original would have gone on: libopus says
/// that a shallow copy copies the state ("opus.h", Opus Encoder), and this memory holds all of it.
pub(crate) struct OpusState(Box<[Block]>);

impl Clone for OpusState {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }

    /// Without new memory.
    fn clone_from(&mut self, source: &Self) {
        self.0.clone_from(&source.0);
    }
}

impl OpusState {
    /// # Errors
    /// When libopus refuses.
    pub(crate) fn new() -> Result<Self, ErrorCode> {
        // SAFETY: a pure function of the number of channels.
        let bytes = unsafe { sys::opus_encoder_get_size(CHANNELS as i32) };
        let bytes = usize::try_from(checked(bytes)?).unwrap_or_default();
        let mut made = Self(vec![Block::default(); bytes.div_ceil(size_of::<Block>())].into());
        let application = sys::OPUS_APPLICATION_AUDIO;
        // SAFETY: the memory is at least as long as libopus asked for, and aligned for any type.
        let began = unsafe {
            sys::opus_encoder_init(
                made.as_mut(),
                SAMPLE_RATE_HZ as i32,
                CHANNELS as i32,
                application,
            )
        };
        checked(began)?;
        Ok(made)
    }

    /// Encodes a frame as a packet, and gives its length.
    ///
    /// # Errors
    /// When libopus refuses.
    pub(crate) fn encode(
        &mut self,
        frame: &[f32; FRAME_VALUES],
        out: &mut [u8],
    ) -> Result<usize, ErrorCode> {
        let room = i32::try_from(out.len()).unwrap_or(i32::MAX);
        // SAFETY: the state was initialised for as many channels as `frame` has, which is as long as it's said to be;
        // of `out` no more than `room` bytes are written.
        let len = unsafe {
            sys::opus_encode_float(
                self.as_mut(),
                frame.as_ptr(),
                SAMPLES_PER_FRAME as i32,
                out.as_mut_ptr(),
                room,
            )
        };
        Ok(usize::try_from(checked(len)?).unwrap_or_default())
    }

    /// Sets what `request` names, one of libopus's `OPUS_SET_…_REQUEST`s.
    ///
    /// # Errors
    /// When libopus refuses the value.
    pub(crate) fn set(&mut self, request: Setting, value: i32) -> Result<(), ErrorCode> {
        // SAFETY: the state was initialised, and each `Setting` takes one `opus_int32` by value.
        checked(unsafe { sys::opus_encoder_ctl(self.as_mut(), request as i32, value) })?;
        Ok(())
    }

    /// Forgets all that was encoded, and keeps what was set.
    ///
    /// # Errors
    /// When libopus refuses.
    pub(crate) fn reset(&mut self) -> Result<(), ErrorCode> {
        // SAFETY: the state was initialised, and this request takes no argument.
        checked(unsafe { sys::opus_encoder_ctl(self.as_mut(), sys::OPUS_RESET_STATE) })?;
        Ok(())
    }

    /// How many samples decoded sound lags behind the encoded sound.
    ///
    /// # Errors
    /// When libopus refuses.
    pub(crate) fn lookahead(&mut self) -> Result<usize, ErrorCode> {
        let mut samples: i32 = 0;
        let request = sys::OPUS_GET_LOOKAHEAD_REQUEST;
        // SAFETY: the state was initialised, and this request writes one `opus_int32`, which outlives the call.
        let got = unsafe { sys::opus_encoder_ctl(self.as_mut(), request, &raw mut samples) };
        checked(got)?;
        Ok(usize::try_from(samples).unwrap_or_default())
    }

    fn as_mut(&mut self) -> *mut sys::OpusEncoder {
        self.0.as_mut_ptr().cast()
    }
}

/// What can be set.
#[derive(Clone, Copy)]
#[repr(i32)]
pub(crate) enum Setting {
    /// bit/s
    Bitrate = sys::OPUS_SET_BITRATE_REQUEST,
    /// 0 to 10
    Complexity = sys::OPUS_SET_COMPLEXITY_REQUEST,
    /// `OPUS_SIGNAL_…`
    Signal = sys::OPUS_SET_SIGNAL_REQUEST,
    /// 1: packets without reference to earlier ones.
    PredictionDisabled = sys::OPUS_SET_PREDICTION_DISABLED_REQUEST,
}

/// libopus gives what was asked for, or a negative error.
fn checked(result: i32) -> Result<i32, ErrorCode> {
    if result < 0 {
        Err(result.into())
    } else {
        Ok(result)
    }
}
