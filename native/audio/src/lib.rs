//! Turns compressed audio into 20 ms Opus frames. Knows nothing of JavaScript.
//!
//! A [`track::Track`] owns one thread: it pulls compressed bytes from a [`feed::Feed`], opens the
//! container ([`media`]), decodes, resamples to 48 kHz, mixes to stereo, applies the
//! [`sound`] and encodes ([`transcode`]), or passes Opus packets through untouched ([`opus_source`]), and leaves
//! the frames in a short [`ring::Ring`] that the caller polls.

mod aac;
mod budget;
mod chain;
pub mod downmix;
pub mod encoder;
pub mod event;
pub mod feed;
#[cfg(test)]
mod fixtures;
mod history;
mod linked;
mod maker;
pub mod media;
mod mp3;
mod ogg;
pub mod options;
pub mod opus_packet;
mod opus_pcm;
mod opus_source;
mod opus_state;
mod pace;
mod passthrough;
pub mod pcm;
mod prescan;
mod producer;
pub mod resample;
pub mod ring;
mod runs;
mod seam;
mod sniff;
pub mod sound;
mod source;
pub mod track;
mod transcode;

/// Opus in Discord runs at this rate, whatever the source's.
pub const SAMPLE_RATE_HZ: u32 = 48_000;
/// The length of every frame that leaves a track.
pub const FRAME_MS: u32 = 20;
/// Stereo, always.
pub const CHANNELS: usize = 2;
/// Samples per channel in a frame.
pub const SAMPLES_PER_FRAME: usize = (SAMPLE_RATE_HZ * FRAME_MS / 1000) as usize;
/// The longest packet that holds one Opus frame: a TOC byte and 1275 bytes (RFC 6716, section 3.2).
pub const MAX_PACKET_BYTES: usize = 1276;
