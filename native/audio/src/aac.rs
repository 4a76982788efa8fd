//! Tells HE-AAC, which the decoder supports only half of, from plain AAC.

use symphonia::core::codecs::audio::AudioCodecParameters;
use symphonia::core::codecs::audio::well_known::CODEC_ID_AAC;

use crate::event::{ErrorCode, Halt};

/// HE-AAC states half the rate that it plays at; AAC below this rate is taken for HE-AAC.
const MAX_HE_AAC_CORE_HZ: u32 = 24_000;

/// HE-AAC would be decoded at half its rate, dull, without an error. Its signs are object type 5
/// (SBR) or 29 (PS), the extension 0x2B7 behind an LC configuration (ISO/IEC 14496-3, section
/// 1.6.2.1), or nothing but a low rate.
pub(crate) fn refuse_he_aac(params: &AudioCodecParameters) -> Result<(), Halt> {
    if params.codec != CODEC_ID_AAC {
        return Ok(());
    }
    let low = params
        .sample_rate
        .is_some_and(|rate| rate <= MAX_HE_AAC_CORE_HZ);
    if low || params.extra_data.as_deref().is_some_and(says_sbr) {
        return Err(Halt::failed(ErrorCode::Unsupported, "he-aac"));
    }
    Ok(())
}

fn says_sbr(config: &[u8]) -> bool {
    const SYNC: u32 = 0x2B7;
    const SBR: u8 = 5;
    const PS: u8 = 29;
    let Some(&first) = config.first() else {
        return false;
    };
    let object_type = first >> 3;
    let extended = config.len() >= 5 && {
        let bits = u32::from_be_bytes([0, config[2], config[3], config[4]]);
        bits >> 13 == SYNC && (bits >> 8) as u8 & 0x1F == SBR && bits & 0x80 != 0
    };
    object_type == SBR || object_type == PS || extended
}

#[cfg(test)]
mod tests {
    use super::says_sbr;

    #[test]
    fn he_aac_is_told_by_its_configuration() {
        assert!(!says_sbr(&[0x12, 0x10]));
        assert!(!says_sbr(&[0x12, 0x10, 0x56, 0xE5, 0x00]));
        assert!(says_sbr(&[0x12, 0x10, 0x56, 0xE5, 0x80]));
        assert!(says_sbr(&[0x2B, 0x92, 0x08, 0x00]));
        assert!(says_sbr(&[0xEB, 0x8A, 0x08, 0x00]));
    }
}
