use super::*;

#[test]
fn frames_come_out_in_order_with_their_positions() {
    let ring = Ring::new(0.0);
    ring.put(&[1, 2], false, 0.0, 0);
    ring.put(&[3], false, 20.0, 0);
    let mut out = [0; MAX_PACKET_BYTES];
    assert_eq!(ring.take(&mut out), Taken::Frame(2));
    assert_eq!(&out[..2], [1, 2]);
    assert!((ring.position_ms() - 20.0).abs() < f64::EPSILON);
    assert_eq!(ring.take(&mut out), Taken::Frame(1));
    assert_eq!(ring.take(&mut out), Taken::Empty);
}

#[test]
fn a_seek_drops_what_is_buffered_and_what_was_made_before_it() {
    let ring = Ring::new(0.0);
    ring.put(&[1], false, 0.0, 0);
    assert_eq!(ring.seek(5000.0), Some(1));
    ring.put(&[2], false, 20.0, 0);
    assert_eq!(ring.buffered(), 0);
    assert_eq!(
        ring.next_order(TRANSCODED),
        Order::Seek {
            ms: 5000.0,
            epoch: 1
        }
    );
}

#[test]
fn the_end_is_told_after_the_last_frame() {
    let ring = Ring::new(0.0);
    ring.put(&[1], false, 0.0, 0);
    assert!(ring.finish(0));
    let mut out = [0; 4];
    assert_eq!(ring.take(&mut out), Taken::Frame(1));
    assert_eq!(ring.take(&mut out), Taken::Over);
}

#[test]
fn the_thread_sleeps_until_so_many_frames_are_left() {
    let ring = Ring::new(0.0);
    for _ in 0..PASSED.full {
        ring.put(&[1], false, 0.0, 0);
    }
    std::thread::scope(|scope| {
        let left = scope.spawn(|| {
            assert_eq!(ring.next_order(PASSED), Order::Produce);
            ring.buffered()
        });
        while ring.lock().wake_at.is_none() {
            std::thread::yield_now();
        }
        for _ in PASSED.refill..PASSED.full - 1 {
            ring.take(&mut [0; 4]);
            assert!(ring.lock().wake_at.is_some());
        }
        ring.take(&mut [0; 4]);
        assert_eq!(left.join().unwrap(), PASSED.refill);
    });
}

#[test]
fn what_is_taken_back_are_the_newest_packets_and_a_track_that_was_over_goes_on() {
    let ring = Ring::new(0.0);
    for frame in 0..13 {
        ring.put(&[frame], frame > 1, f64::from(frame), 0);
    }
    ring.finish(0);
    ring.recall(|| ());
    ring.put(&[13], false, 13.0, 0);
    assert_eq!(ring.next_order(PASSED), Order::Recall(6));
    assert_eq!(ring.next_order(PASSED), Order::Produce);
    ring.put(&[99], false, 8.0, 0);
    ring.recall(|| ());
    assert_eq!(ring.next_order(PASSED), Order::Produce);
    let mut out = [0; 4];
    for frame in [0, 1, 2, 3, 4, 5, 6, 7, 99] {
        assert_eq!(ring.take(&mut out), Taken::Frame(1));
        assert_eq!(out[0], frame);
    }
    assert_eq!(ring.take(&mut out), Taken::Empty);
}

#[test]
fn what_can_no_longer_be_made_anew_is_not_taken_back() {
    let ring = Ring::new(0.0);
    for frame in 0..20 {
        ring.put(&[frame], true, 0.0, 0);
    }
    assert!(ring.keep());
    ring.put(&[20], true, 0.0, 0);
    ring.recall(|| ());
    assert!(!ring.keep());
    assert_eq!(ring.next_order(PASSED), Order::Recall(1));
    assert_eq!(ring.buffered(), 20);
}

#[test]
fn a_track_that_died_is_over_whatever_was_to_be_made_anew() {
    let ring = Ring::new(0.0);
    for _ in 0..12 {
        ring.put(&[1], true, 0.0, 0);
    }
    ring.recall(|| ());
    ring.fail();
    let mut out = [0; 4];
    for _ in 0..8 {
        assert_eq!(ring.take(&mut out), Taken::Frame(1));
    }
    assert_eq!(ring.take(&mut out), Taken::Over);
}
