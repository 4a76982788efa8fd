use super::*;

fn feed(length: Option<u64>) -> (Arc<Feed>, Arc<Mutex<Vec<Event>>>) {
    let told = Arc::new(Mutex::new(Vec::new()));
    let sink = Arc::clone(&told);
    let events: EventSink = Box::new(move |event| sink.lock().unwrap().push(event));
    (Arc::new(Feed::new(length, Arc::new(events))), told)
}

#[test]
fn bytes_are_read_across_chunks_in_order() {
    let (feed, _) = feed(None);
    feed.push(&[1, 2, 3], 0);
    feed.push(&[4, 5], 0);
    feed.end(0);
    let mut out = [0; 4];
    assert_eq!(feed.read_at(0, &mut out).unwrap(), 4);
    assert_eq!(out, [1, 2, 3, 4]);
    assert_eq!(feed.read_at(4, &mut out).unwrap(), 1);
    assert_eq!(feed.read_at(5, &mut out).unwrap(), 0);
}

#[test]
fn a_jump_outside_the_queue_asks_for_a_range_and_stale_bytes_are_ignored() {
    let (feed, told) = feed(Some(100));
    feed.push(&[0; 10], 0);
    let reader = Arc::clone(&feed);
    let read = std::thread::spawn(move || {
        let mut out = [0; 2];
        reader.read_at(50, &mut out).map(|n| (n, out))
    });
    while told.lock().unwrap().is_empty() {
        std::thread::yield_now();
    }
    assert_eq!(
        told.lock().unwrap()[0],
        Event::Range {
            offset: 50,
            generation: 1
        }
    );
    assert_eq!(feed.push(&[9, 9], 0), Pushed::Ignored);
    assert_eq!(feed.push(&[7, 8], 1), Pushed::Wanted);
    assert_eq!(read.join().unwrap().unwrap(), (2, [7, 8]));
}

#[test]
fn a_jump_within_the_queue_needs_no_range() {
    let (feed, told) = feed(Some(100));
    feed.push(&[0, 1, 2, 3, 4, 5], 0);
    let mut out = [0; 1];
    assert_eq!(feed.read_at(4, &mut out).unwrap(), 1);
    assert_eq!(out, [4]);
    assert!(told.lock().unwrap().is_empty());
}

#[test]
fn a_source_of_unknown_length_can_not_be_read_backwards() {
    let (feed, _) = feed(None);
    feed.push(&[0; 8], 0);
    let mut out = [0; 4];
    feed.read_at(0, &mut out).unwrap();
    assert!(feed.read_at(0, &mut out).is_err());
}

#[test]
fn an_interrupt_ends_a_waiting_read_and_a_close_frees_the_bytes() {
    let (feed, _) = feed(None);
    let reader = Arc::clone(&feed);
    let read = std::thread::spawn(move || reader.read_at(0, &mut [0; 1]).is_err());
    feed.interrupt(1);
    assert!(read.join().unwrap());
    feed.resume(1);
    feed.push(&[1], 0);
    feed.close();
    assert_eq!(feed.push(&[1], 0), Pushed::Ignored);
    assert!(feed.lock().chunks.is_empty());
}

#[test]
fn hunger_is_told_once_after_the_feed_was_full() {
    let (feed, told) = feed(None);
    let high = Pace::default().high_water();
    assert_eq!(feed.push(&vec![0; high - 1], 0), Pushed::Wanted);
    assert_eq!(feed.push(&[0], 0), Pushed::Full);
    let mut out = vec![0; high - Pace::default().low_water() + 1];
    feed.read_at(0, &mut out).unwrap();
    feed.read_at(out.len() as u64, &mut [0; 8]).unwrap();
    assert_eq!(*told.lock().unwrap(), [Event::Hungry]);
}
