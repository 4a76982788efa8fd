//! Chooses the sound of a container, and takes down what is known of it.

use std::collections::VecDeque;
use std::sync::Arc;

use symphonia::core::codecs::CodecParameters;
use symphonia::core::codecs::audio::AudioCodecParameters;
use symphonia::core::codecs::audio::well_known as codec;
use symphonia::core::formats::well_known::{
    FORMAT_ID_ADTS, FORMAT_ID_ISOMP4, FORMAT_ID_MKV, FORMAT_ID_MP3, FORMAT_ID_OGG,
};
use symphonia::core::formats::{FormatId, FormatReader, Track as FormatTrack, TrackType};
use symphonia::core::units::TimeBase;

use super::Media;
use crate::aac::refuse_he_aac;
use crate::event::{ErrorCode, Halt};
use crate::prescan::Prescan;

impl Media {
    /// The track that plays unless somebody chooses another, and what its container tells of it.
    ///
    /// # Errors
    /// When there is no sound, or none that this crate decodes properly.
    pub(super) fn choose(format: Box<dyn FormatReader>, scan: &Prescan) -> Result<Self, Halt> {
        let default = |track: &&FormatTrack| {
            Some(track.id) == scan.default_track
                && matches!(track.codec_params, Some(CodecParameters::Audio(_)))
        };
        let track = (format.tracks().iter().find(default))
            .or_else(|| format.default_track(TrackType::Audio))
            .ok_or_else(|| Halt::failed(ErrorCode::NotAudio, "no sound in it"))?;
        let Some(CodecParameters::Audio(params)) = track.codec_params.clone() else {
            return Err(Halt::failed(ErrorCode::NotAudio, "no sound in it"));
        };
        refuse_he_aac(&params)?;
        refuse_wide_pcm(format.format_info().format, &params)?;
        let rate = if params.codec == codec::CODEC_ID_OPUS {
            crate::SAMPLE_RATE_HZ
        } else {
            params
                .sample_rate
                .filter(|rate| *rate > 0)
                .ok_or_else(|| Halt::failed(ErrorCode::Unsupported, "unknown sample rate"))?
        };
        let time_base = track
            .time_base
            .or_else(|| TimeBase::try_from_recip(rate))
            .ok_or_else(|| Halt::failed(ErrorCode::Unsupported, "no time base"))?;
        let own_ms = duration_ms(track, rate);
        let duration_ms = own_ms
            .or_else(|| {
                let info = format.media_info();
                let time = info.time_base?.calc_duration(info.duration?)?;
                Some(time.as_secs_f64() * 1000.0)
            })
            .filter(|ms| *ms > 0.0);
        let container = format.format_info().format;
        let reckoned = [FORMAT_ID_ADTS, FORMAT_ID_MP3, FORMAT_ID_OGG].contains(&container);
        let mut media = Self {
            track_id: track.id,
            told_end: params.codec != codec::CODEC_ID_MP3 || track.delay.is_some(),
            stated: (own_ms.is_some() || format.tracks().len() == 1) && !reckoned,
            alone: format.tracks().len() == 1,
            coarse_times: format.format_info().format == FORMAT_ID_MKV,
            granule_times: format.format_info().format == FORMAT_ID_OGG,
            params,
            time_base,
            rate,
            lead_in: 0,
            end: None,
            duration_ms,
            format,
            cut_off: false,
            hint: None,
            sequential: false,
            forward_only: false,
            first_cue: None,
            origin: 0,
            read_to: i64::MIN,
            variable: false,
            ahead: VecDeque::new(),
            chained: false,
            base: 0,
            forward: Arc::default(),
            follows: false,
        };
        if scan.unlisted {
            media.stated = false;
            media.duration_ms = None;
        }
        media.stated &= media.duration_ms.is_some();
        if let Some(edit) = scan.edit {
            media.lead_in = media.samples(edit.start as i64);
            if edit.length_ms > 0 {
                media.stated = true;
                media.duration_ms = Some(edit.length_ms as f64);
                media.end =
                    Some((u128::from(edit.length_ms) * u128::from(rate)).div_ceil(1000) as i64);
            }
        }
        Ok(media)
    }
}

/// The demuxer takes QuickTime's `in24`, `in32`, `fl32` and `fl64` for little-endian. They are big-endian unless an `enda`
/// atom says otherwise (QuickTime File Format, "Sound sample description extensions"), and would be loud noise.
fn refuse_wide_pcm(container: FormatId, params: &AudioCodecParameters) -> Result<(), Halt> {
    let doubtful = [
        codec::CODEC_ID_PCM_S24LE,
        codec::CODEC_ID_PCM_S32LE,
        codec::CODEC_ID_PCM_F32LE,
        codec::CODEC_ID_PCM_F64LE,
    ];
    if container == FORMAT_ID_ISOMP4 && doubtful.contains(&params.codec) {
        return Err(Halt::failed(ErrorCode::Unsupported, "pcm of unknown order"));
    }
    Ok(())
}

fn duration_ms(track: &FormatTrack, rate: u32) -> Option<f64> {
    if let Some(frames) = track.num_frames {
        return Some(frames as f64 * 1000.0 / f64::from(rate));
    }
    let time = track.time_base?.calc_duration(track.duration?)?;
    Some(time.as_secs_f64() * 1000.0)
}
