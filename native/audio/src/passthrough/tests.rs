use super::*;
use crate::fixtures::{
    PACKETS_BITRATE, PRE_SKIP, difference_db, feed, half_a_frame, heard, opus_file, packets,
};
use crate::media::Media;
use crate::sound::timescale;

const AS_IT_IS: Settings = Settings {
    sound: Sound::at(100.0),
    bitrate: PACKETS_BITRATE,
    complexity: 5,
};

const QUIETER: Settings = Settings {
    sound: Sound::at(50.0),
    ..AS_IT_IS
};

fn log(packets: &[Vec<u8>], gain_q8: i16) -> PacketLog {
    let feed = feed(&opus_file(1, packets, gain_q8), true);
    let media = Media::open(&feed, None).unwrap();
    PacketLog::new(feed, media, true).unwrap()
}

fn passthrough(packets: &[Vec<u8>]) -> Passthrough {
    let made = Passthrough::new(log(packets, 0), &AS_IT_IS, None).unwrap();
    made.unwrap_or_else(|_| panic!("these packets pass"))
}

/// The next frames, at most so many, and which of them are unchanged packets.
fn take(opus: &mut Passthrough, frames: usize) -> (Vec<Vec<u8>>, Vec<bool>) {
    let mut out: PacketBuffer = [0; crate::MAX_PACKET_BYTES];
    let mut made = Vec::new();
    let mut passed = Vec::new();
    while made.len() < frames
        && let Some(len) = opus.next_frame(&mut out).unwrap()
    {
        made.push(out[..len].to_vec());
        passed.push(opus.passed());
    }
    (made, passed)
}

#[test]
fn packets_pass_unchanged_to_the_last() {
    let packets = packets(40);
    let mut opus = passthrough(&packets);
    assert!(opus.is_passing());
    let (made, passed) = take(&mut opus, 100);
    assert_eq!(made, packets);
    assert_eq!(passed, vec![true; 40]);
    assert!(!opus.is_followed());
    // The listener's decoder doesn't leave out the pre-skip.
    assert!((opus.position_ms() - (800.0 - 6.5)).abs() < 1e-9);
}

#[test]
fn a_volume_is_heard_after_few_frames_and_ends_without_a_seam() {
    let packets = packets(150);
    let mut opus = passthrough(&packets);
    let (mut made, _) = take(&mut opus, 20);
    opus.set(&QUIETER).unwrap();
    assert!(!opus.is_passing());
    let (quiet, passed) = take(&mut opus, 40);
    let late = passed.iter().take_while(|passed| **passed).count();
    assert!(late <= PATIENCE, "{late} frames too late");
    assert!(passed[late..].iter().all(|passed| !passed));
    made.extend(quiet);
    opus.set(&AS_IT_IS).unwrap();
    let (loud, passed) = take(&mut opus, 100);
    made.extend(loud);
    assert_eq!(made.len(), packets.len());
    let again = passed.iter().position(|passed| *passed).unwrap();
    assert!(again > SETTLING_FRAMES, "after {again} frames");
    assert_eq!(made[60 + again..], packets[60 + again..]);

    let full = heard(&packets);
    let sound = heard(&made);
    let half: Vec<f32> = full.iter().map(|value| value / 2.0).collect();
    let from_to = |first: usize, last: usize| first * FRAME_VALUES..last * FRAME_VALUES;
    let quiet = from_to(30, 60);
    let error = difference_db(&half[quiet.clone()], &sound[quiet]);
    assert!(error < -25.0, "{error} dB");
    // Around the place where packets pass again.
    let switch = from_to(60 + again, 62 + again);
    let error = difference_db(&full[switch.clone()], &sound[switch]);
    assert!(error < -25.0, "{error} dB");
}

#[test]
fn at_another_speed_it_goes_through_the_track_as_fast_and_packets_pass_again() {
    let packets = packets(400);
    let faster = |rate: f32, speed: f32| {
        let mut settings = AS_IT_IS;
        settings.sound.filters.timescale = Some(timescale::Options {
            speed,
            pitch: 1.0,
            rate,
        });
        settings
    };
    for settings in [faster(1.25, 1.0), faster(1.0, 2.0), faster(0.8, 0.9)] {
        let of = settings.sound.filters.timescale.unwrap();
        let mut opus = passthrough(&packets);
        take(&mut opus, 20);
        opus.set(&settings).unwrap();
        let (_, passed) = take(&mut opus, 10);
        let late = passed.iter().take_while(|passed| **passed).count();
        assert!(late <= PATIENCE, "{late} frames too late");
        let before = opus.position_ms();
        assert!(take(&mut opus, 50).1.iter().all(|passed| !passed));
        let went = opus.position_ms() - before;
        let meant = 1_000.0 * f64::from(of.speed * of.rate);
        assert!((went - meant).abs() < 25.0, "{went} ms for {meant}");
        opus.set(&AS_IT_IS).unwrap();
        let (made, passed) = take(&mut opus, 100);
        let again = passed.iter().position(|passed| *passed).unwrap();
        assert!(passed[again..].iter().all(|passed| *passed));
        let first = packets
            .iter()
            .position(|packet| *packet == made[again])
            .unwrap();
        assert_eq!(made[again..], packets[first..first + 100 - again]);
        // Where it says it is, that is what's heard.
        let at = (first + 100 - again) as f64 * 20.0 - 6.5;
        assert!((opus.position_ms() - at).abs() < 1e-9);
    }
}

#[test]
fn what_passed_is_made_again_at_another_volume_and_then_goes_on_so() {
    let packets = packets(80);
    let mut opus = passthrough(&packets);
    take(&mut opus, 40);
    let mut frames = Vec::new();
    assert_eq!(opus.remake(20, &QUIETER, &mut frames).unwrap(), 20);
    opus.accept();
    assert_eq!(frames.len(), TRANSCODED.full);
    let mut made: Vec<_> = frames.into_iter().map(|frame| frame.packet).collect();
    let late = (0..=PATIENCE).find(|index| made[*index] != packets[20 + index]);
    assert!(late.is_some(), "it's transcoded");
    let (rest, passed) = take(&mut opus, 100);
    assert_eq!(passed, vec![false; 50]);
    made.extend(rest);

    let all = [&packets[..20], &made].concat();
    let half: Vec<f32> = heard(&packets).iter().map(|value| value / 2.0).collect();
    let quiet = 26 * FRAME_VALUES..80 * FRAME_VALUES;
    let error = difference_db(&half[quiet.clone()], &heard(&all)[quiet]);
    assert!(error < -25.0, "{error} dB");
}

#[test]
fn what_was_made_again_too_late_changes_nothing() {
    let packets = packets(60);
    let mut opus = passthrough(&packets);
    let (mut made, _) = take(&mut opus, 35);
    let before = opus.position_ms();
    opus.remake(20, &QUIETER, &mut Vec::new()).unwrap();
    opus.abandon();
    assert!((opus.position_ms() - before).abs() < 1e-9);
    made.extend(take(&mut opus, 100).0);
    assert_eq!(made, packets);
}

#[test]
fn what_passes_as_before_is_not_made_again() {
    let mut opus = passthrough(&packets(60));
    take(&mut opus, 35);
    let bitrate = AS_IT_IS.bitrate * 2;
    let richer = Settings {
        bitrate,
        ..AS_IT_IS
    };
    assert_eq!(opus.remake(20, &richer, &mut Vec::new()).unwrap(), 0);
}

#[test]
fn a_seek_begins_with_the_frame_that_holds_the_time_and_packets_pass_again() {
    let packets = packets(150);
    let mut opus = passthrough(&packets);
    take(&mut opus, 3);
    for (ms, frame) in [(1000.0, 50), (400.0, 20)] {
        assert!(opus.seek(ms).unwrap());
        let at = opus.position_ms();
        assert!((at - (f64::from(frame) * 20.0 - 6.5)).abs() < 1e-9, "{at}");
        let (made, passed) = take(&mut opus, 80);
        assert!(!passed[0], "no listener knows what came before");
        let again = passed.iter().position(|passed| *passed).unwrap();
        let first = frame as usize;
        assert_eq!(made[again..], packets[first + again..first + 80]);
        let from = first * FRAME_VALUES;
        let full = &heard(&packets)[from..][..80 * FRAME_VALUES];
        let error = difference_db(full, &heard(&made));
        assert!(error < -25.0, "{error} dB");
    }
    assert!(opus.seek(0.0).unwrap());
    assert_eq!(take(&mut opus, 10).1, vec![true; 10]);
    assert!(!opus.seek(3_100.0).unwrap(), "it's 3 s long");
}

#[test]
fn behind_a_seek_packets_off_the_grid_of_whole_frames_pass() {
    let mut packets = packets(150);
    packets.insert(10, half_a_frame());
    let mut opus = passthrough(&packets);
    let (_, passed) = take(&mut opus, 60);
    assert!(passed[..10].iter().all(|passed| *passed));
    assert!(passed[10..].iter().all(|passed| !passed));
    assert!(opus.seek(1000.0).unwrap());
    let at = opus.position_ms();
    assert!((980.0..=1000.0).contains(&at), "{at}");
    let (made, passed) = take(&mut opus, 60);
    let again = passed.iter().position(|passed| *passed).unwrap();
    // 990 ms are 49 whole frames and the half one.
    assert_eq!(made[again..], packets[50 + again..50 + 60]);
}

#[test]
fn what_discord_takes_only_transcoded_is_handed_back() {
    let packets = packets(10);
    let handed_back = |log| Passthrough::new(log, &AS_IT_IS, None).unwrap().is_err();
    assert!(!handed_back(log(&packets, 0)));
    assert!(handed_back(log(&packets, 256)), "a gain");
    let short = vec![half_a_frame(); 10];
    assert!(handed_back(log(&short, 0)), "frames of 10 ms");
}

#[test]
fn a_bitrate_far_over_the_channels_does_not_pass() {
    let packets = packets(100);
    let mut opus = passthrough(&packets);
    let rate = opus.average_bitrate;
    for (of_channel, passes) in [(0.81, true), (0.79, false)] {
        let bitrate = (rate * of_channel) as u32;
        opus.set(&Settings {
            bitrate,
            ..AS_IT_IS
        })
        .unwrap();
        assert_eq!(opus.is_passing(), passes, "{of_channel}");
    }
    let (made, passed) = take(&mut opus, 100);
    assert_eq!(passed, vec![false; 100]);
    let bytes = |packets: &[Vec<u8>]| packets.iter().map(Vec::len).sum::<usize>();
    assert!(bytes(&made[5..]) < bytes(&packets[5..]));
}

#[test]
fn what_follows_begins_where_the_sound_before_it_ends() {
    let packets = packets(30);
    let chain = [opus_file(1, &packets, 0), opus_file(2, &packets, 0)].concat();
    let feed = feed(&chain, true);
    let media = Media::open(&feed, None).unwrap();
    let log = PacketLog::new(feed, media, true).unwrap();
    let made = Passthrough::new(log, &AS_IT_IS, Some(64_000.0)).unwrap();
    let mut opus = made.unwrap_or_else(|_| panic!("these packets pass"));
    assert_eq!(take(&mut opus, 100).0, packets);
    assert!(opus.is_followed());
    let (follower, bitrate) = opus.into_follower();
    assert_eq!(follower.start, 30 * FRAME - i64::from(PRE_SKIP));
    assert!((bitrate - 64_000.0).abs() < f64::EPSILON);
    assert!(follower.media.is_opus());
}
