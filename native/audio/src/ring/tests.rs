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

fn taken(ring: &Ring) -> Vec<u8> {
    let mut out = [0; 4];
    std::iter::from_fn(|| matches!(ring.take(&mut out), Taken::Frame(_)).then_some(out[0]))
        .collect()
}

fn frame(byte: u8, passed: bool) -> Frame {
    Frame {
        packet: vec![byte],
        position_ms: f64::from(byte),
        passed,
    }
}

#[test]
fn a_change_is_the_next_order_and_what_is_not_sent_yet_is_swapped() {
    let ring = Ring::new(0.0);
    for frame in 0..10 {
        ring.put(&[frame], false, f64::from(frame), 0);
    }
    ring.take(&mut [0; 4]);
    ring.change(|| ());
    assert_eq!(ring.next_order(TRANSCODED), Order::Change);
    assert_eq!(ring.next_order(TRANSCODED), Order::Produce);
    let frames: Vec<_> = (103..110).map(|byte| frame(byte, false)).collect();
    assert!(ring.swap(7, &frames, true, 0));
    assert!((ring.position_ms() - 1.0).abs() < f64::EPSILON);
    assert_eq!(taken(&ring), [1, 2, 103, 104, 105, 106, 107, 108, 109]);
}

#[test]
fn what_comes_too_late_is_not_swapped() {
    let ring = Ring::new(0.0);
    for frame in 0..3 {
        ring.put(&[frame], false, 0.0, 0);
    }
    ring.take(&mut [0; 4]);
    let frames = [(); 3].map(|()| frame(9, false));
    assert!(!ring.swap(3, &frames, true, 0), "one of them is gone");
    assert!(!ring.swap(2, &frames[..2], true, 1), "a seek came");
    assert_eq!(taken(&ring), [1, 2]);
}

#[test]
fn fewer_frames_drop_the_rest_and_a_track_that_was_over_goes_on() {
    let ring = Ring::new(0.0);
    for frame in 0..20 {
        ring.put(&[frame], frame > 1, 0.0, 0);
    }
    ring.finish(0);
    let unsent = Unsent {
        frames: 20,
        passed: 18,
    };
    assert_eq!(ring.unsent(), unsent);
    let frames = [frame(98, false), frame(99, true)];
    assert!(ring.swap(17, &frames, true, 0));
    assert_eq!(ring.unsent().passed, 1);
    assert_eq!(ring.next_order(PASSED), Order::Produce);
    assert_eq!(taken(&ring), [0, 1, 2, 98, 99]);
    assert_eq!(ring.take(&mut [0; 4]), Taken::Empty);
}

#[test]
fn what_can_no_longer_be_made_again_counts_as_no_packet() {
    let ring = Ring::new(0.0);
    for frame in 0..20 {
        ring.put(&[frame], true, 0.0, 0);
    }
    ring.keep();
    ring.put(&[20], true, 0.0, 0);
    assert_eq!(ring.unsent().passed, 1);
    assert_eq!(ring.unsent().without(21).passed, 0);
}

#[test]
fn a_track_stays_over_where_as_many_frames_are_the_last_ones() {
    for (last, order) in [(true, Order::Close), (false, Order::Produce)] {
        let ring = Ring::new(0.0);
        ring.put(&[1], false, 0.0, 0);
        ring.finish(0);
        assert!(ring.swap(1, &[frame(2, false)], last, 0));
        assert_eq!(taken(&ring), [2]);
        assert_eq!(ring.next_order(TRANSCODED), order);
    }
}
