//! The sound as JavaScript tells it: Lavalink's filters by their names, and some more.

use napi::{Error, Result, Status};
use napi_derive::napi;
use segue_audio::sound::{
    Filters, Sound, channel_mix, compressor, distortion, echo, equalizer, karaoke, low_pass,
    reverb, rotation, timescale, tremolo, vibrato,
};

/// Everything that may change the sound. Numbers beyond their range count as the nearest within it.
#[napi(object, object_to_js = false)]
pub struct SoundOptions {
    /// Percent, 0–1000.
    pub volume: f64,
    pub filters: FilterOptions,
}

/// The filters; one that isn't named is off.
#[napi(object, object_to_js = false)]
pub struct FilterOptions {
    /// 0–5; 1 changes nothing.
    pub volume: Option<f64>,
    #[napi(ts_type = "ReadonlyArray<BandOptions>")]
    pub equalizer: Option<Vec<BandOptions>>,
    pub karaoke: Option<KaraokeOptions>,
    pub timescale: Option<TimescaleOptions>,
    pub tremolo: Option<TremoloOptions>,
    pub vibrato: Option<VibratoOptions>,
    pub rotation: Option<RotationOptions>,
    pub distortion: Option<DistortionOptions>,
    pub channel_mix: Option<ChannelMixOptions>,
    pub low_pass: Option<LowPassOptions>,
    pub echo: Option<EchoOptions>,
    pub reverb: Option<ReverbOptions>,
    pub compressor: Option<CompressorOptions>,
}

/// A band of the equaliser.
#[napi(object, object_to_js = false)]
pub struct BandOptions {
    /// 0 (25 Hz) – 14 (16 kHz).
    pub band: u32,
    /// −0.25 (silent) – 1; 0 leaves it as it is.
    pub gain: f64,
}

/// What is the same left and right is taken away.
#[napi(object, object_to_js = false)]
pub struct KaraokeOptions {
    /// 0–1: how much is taken away.
    pub level: f64,
    /// 0–1: how much of the kept band comes back.
    pub mono_level: f64,
    /// Hz: the middle of the band that’s kept.
    pub filter_band: f64,
    /// Hz: its width.
    pub filter_width: f64,
}

/// How fast and how high it sounds; each 0.25–4.
#[napi(object, object_to_js = false)]
pub struct TimescaleOptions {
    /// How fast; the pitch stays.
    pub speed: f64,
    /// How high; the speed stays.
    pub pitch: f64,
    /// Both at once, as a record that turns faster.
    pub rate: f64,
}

/// The loudness wavers.
#[napi(object, object_to_js = false)]
pub struct TremoloOptions {
    /// Hz, up to 100.
    pub frequency: f64,
    /// 0–1.
    pub depth: f64,
}

/// The pitch wavers.
#[napi(object, object_to_js = false)]
pub struct VibratoOptions {
    /// Hz, up to 14.
    pub frequency: f64,
    /// 0–1.
    pub depth: f64,
}

/// The sound turns around the listener.
#[napi(object, object_to_js = false)]
pub struct RotationOptions {
    /// Turns a second, −10–10.
    pub rotation_hz: f64,
}

/// The wave is bent; each −100–100.
#[napi(object, object_to_js = false)]
pub struct DistortionOptions {
    pub sin_offset: f64,
    pub sin_scale: f64,
    pub cos_offset: f64,
    pub cos_scale: f64,
    pub tan_offset: f64,
    pub tan_scale: f64,
    pub offset: f64,
    pub scale: f64,
}

/// Left and right are mixed; each share 0–1.
#[napi(object, object_to_js = false)]
pub struct ChannelMixOptions {
    pub left_to_left: f64,
    pub left_to_right: f64,
    pub right_to_left: f64,
    pub right_to_right: f64,
}

/// High sounds are taken away.
#[napi(object, object_to_js = false)]
pub struct LowPassOptions {
    /// 1–1000; the more, the duller.
    pub smoothing: f64,
}

/// What was heard comes again.
#[napi(object, object_to_js = false)]
pub struct EchoOptions {
    /// 10–2000.
    pub delay_ms: f64,
    /// 0–0.9: how loud each repetition is beside the one before.
    pub decay: f64,
}

/// A room.
#[napi(object, object_to_js = false)]
pub struct ReverbOptions {
    /// 0–1.
    pub room_size: f64,
    /// 0–1: how fast high sounds die away.
    pub damping: f64,
    /// 0–1: how much of the room is heard.
    pub wet: f64,
}

/// Loud parts are made quieter.
#[napi(object, object_to_js = false)]
pub struct CompressorOptions {
    /// dB below full scale, −60–0.
    pub threshold_db: f64,
    /// Of so many dB above that one is left, 1–20.
    pub ratio: f64,
    /// 0.1–200.
    pub attack_ms: f64,
    /// 10–2000.
    pub release_ms: f64,
    /// dB by which all of it becomes louder, 0–24.
    pub makeup_db: f64,
}

/// # Errors
/// When a number isn't finite, or there's no such band.
pub(crate) fn parse(options: SoundOptions) -> Result<Sound> {
    let filters = options.filters;
    Ok(Sound {
        volume: number(options.volume)?,
        filters: Filters {
            volume: number(filters.volume.unwrap_or(1.0))?,
            equalizer: gains(&filters.equalizer.unwrap_or_default())?,
            karaoke: filters.karaoke.map(karaoke_of).transpose()?,
            timescale: filters.timescale.map(timescale_of).transpose()?,
            tremolo: filters.tremolo.map(tremolo_of).transpose()?,
            vibrato: filters.vibrato.map(vibrato_of).transpose()?,
            rotation: filters.rotation.map(rotation_of).transpose()?,
            distortion: filters.distortion.map(distortion_of).transpose()?,
            channel_mix: filters.channel_mix.map(channel_mix_of).transpose()?,
            low_pass: filters.low_pass.map(low_pass_of).transpose()?,
            echo: filters.echo.map(echo_of).transpose()?,
            reverb: filters.reverb.map(reverb_of).transpose()?,
            compressor: filters.compressor.map(compressor_of).transpose()?,
        },
    })
}

fn number(value: f64) -> Result<f32> {
    if value.is_finite() {
        Ok(value as f32)
    } else {
        Err(invalid("numbers of the sound must be finite"))
    }
}

fn invalid(what: &str) -> Error {
    Error::new(Status::InvalidArg, what.to_owned())
}

fn gains(bands: &[BandOptions]) -> Result<equalizer::Gains> {
    let mut gains = [0.0; equalizer::BANDS];
    for BandOptions { band, gain } in bands {
        let place = gains.get_mut(*band as usize);
        *place.ok_or_else(|| invalid("bands of the equaliser are 0 to 14"))? = number(*gain)?;
    }
    Ok(gains)
}

fn karaoke_of(of: KaraokeOptions) -> Result<karaoke::Options> {
    Ok(karaoke::Options {
        level: number(of.level)?,
        mono_level: number(of.mono_level)?,
        filter_band: number(of.filter_band)?,
        filter_width: number(of.filter_width)?,
    })
}

fn timescale_of(of: TimescaleOptions) -> Result<timescale::Options> {
    Ok(timescale::Options {
        speed: number(of.speed)?,
        pitch: number(of.pitch)?,
        rate: number(of.rate)?,
    })
}

fn tremolo_of(of: TremoloOptions) -> Result<tremolo::Options> {
    Ok(tremolo::Options {
        frequency: number(of.frequency)?,
        depth: number(of.depth)?,
    })
}

fn vibrato_of(of: VibratoOptions) -> Result<vibrato::Options> {
    Ok(vibrato::Options {
        frequency: number(of.frequency)?,
        depth: number(of.depth)?,
    })
}

fn rotation_of(of: RotationOptions) -> Result<rotation::Options> {
    Ok(rotation::Options {
        hz: number(of.rotation_hz)?,
    })
}

fn distortion_of(of: DistortionOptions) -> Result<distortion::Options> {
    Ok(distortion::Options {
        sin_offset: number(of.sin_offset)?,
        sin_scale: number(of.sin_scale)?,
        cos_offset: number(of.cos_offset)?,
        cos_scale: number(of.cos_scale)?,
        tan_offset: number(of.tan_offset)?,
        tan_scale: number(of.tan_scale)?,
        offset: number(of.offset)?,
        scale: number(of.scale)?,
    })
}

fn channel_mix_of(of: ChannelMixOptions) -> Result<channel_mix::Options> {
    Ok(channel_mix::Options {
        left_to_left: number(of.left_to_left)?,
        left_to_right: number(of.left_to_right)?,
        right_to_left: number(of.right_to_left)?,
        right_to_right: number(of.right_to_right)?,
    })
}

fn low_pass_of(of: LowPassOptions) -> Result<low_pass::Options> {
    Ok(low_pass::Options {
        smoothing: number(of.smoothing)?,
    })
}

fn echo_of(of: EchoOptions) -> Result<echo::Options> {
    Ok(echo::Options {
        delay_ms: number(of.delay_ms)?,
        decay: number(of.decay)?,
    })
}

fn reverb_of(of: ReverbOptions) -> Result<reverb::Options> {
    Ok(reverb::Options {
        room_size: number(of.room_size)?,
        damping: number(of.damping)?,
        wet: number(of.wet)?,
    })
}

fn compressor_of(of: CompressorOptions) -> Result<compressor::Options> {
    Ok(compressor::Options {
        threshold_db: number(of.threshold_db)?,
        ratio: number(of.ratio)?,
        attack_ms: number(of.attack_ms)?,
        release_ms: number(of.release_ms)?,
        makeup_db: number(of.makeup_db)?,
    })
}
