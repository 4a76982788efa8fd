//! The JavaScript interface of `segue-voice`.

use napi::bindgen_prelude::Uint8ArraySlice;
use napi::{Error, Result, Status};
use napi_derive::napi;
use segue_voice::{Sender, Sent, Stamp};

/// Seals frames with AES-256-GCM as RTP packets (`aead_aes256_gcm_rtpsize`) and sends them through
/// a UDP socket that JavaScript opened and connected. Makes no copy or object in JavaScript.
#[napi]
pub struct VoiceSender {
    sender: Option<Sender>,
}

#[napi]
impl VoiceSender {
    /// `fd`: a connected UDP socket, which is duplicated. `key`: 32 bytes. Throws when either is
    /// invalid.
    #[allow(
        clippy::missing_errors_doc,
        reason = "the docstring is JavaScript's, where errors are thrown"
    )]
    #[napi(constructor)]
    pub fn new(fd: i32, key: Uint8ArraySlice) -> Result<Self> {
        let sender = Sender::new(fd, &key).map_err(invalid)?;
        Ok(Self {
            sender: Some(sender),
        })
    }

    /// Sends one frame. `counter` must never repeat with the same key. False: the system has no
    /// room now, or the sender is closed; nothing was sent. Throws when the frame is too long.
    #[allow(
        clippy::missing_errors_doc,
        reason = "the docstring is JavaScript's, where errors are thrown"
    )]
    #[napi]
    pub fn send(
        &mut self,
        frame: Uint8ArraySlice,
        sequence: u32,
        timestamp: u32,
        ssrc: u32,
        counter: u32,
    ) -> Result<bool> {
        let Some(sender) = &mut self.sender else {
            return Ok(false);
        };
        let stamp = Stamp {
            sequence: sequence as u16,
            timestamp,
            ssrc,
            counter,
        };
        let sent = sender.send(&frame, stamp).map_err(invalid)?;
        Ok(sent == Sent::Gone)
    }

    /// Closes the duplicate of the socket; repeating it is harmless.
    #[napi]
    pub fn close(&mut self) {
        self.sender = None;
    }
}

fn invalid(error: std::io::Error) -> Error {
    Error::new(Status::InvalidArg, error.to_string())
}
