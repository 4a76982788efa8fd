//! What a packet costs, beside a bare send of as many bytes: `cargo bench -p segue-voice`.
//! Each row is a ratio to the bare loop of the same run, since machines differ and are noisy.

use std::net::UdpSocket;
use std::os::fd::AsRawFd as _;
use std::time::{Duration, Instant};

use segue_voice::{Sender, Stamp};

const PACKETS: u32 = 20_000;
const ROUNDS: usize = 5;
/// Of 20 ms at 96 kbit/s.
const FRAME_BYTES: usize = 240;
/// RTP header, tag and counter.
const OVERHEAD_BYTES: usize = 12 + 16 + 4;

fn main() {
    // Nobody reads: what doesn't fit is dropped by the system.
    let server = UdpSocket::bind("127.0.0.1:0").expect("a socket");
    let client = UdpSocket::bind("127.0.0.1:0").expect("a socket");
    client
        .connect(server.local_addr().expect("an address"))
        .expect("a peer");
    let bare = best(|| send_bare(&client));
    let sealed = best(|| send_sealed(&client));
    println!("{:<24} {:>9} {:>7}", "a packet of 20 ms", "us", "ratio");
    for (name, taken) in [("bare send", bare), ("sealed and sent", sealed)] {
        let us = taken.as_secs_f64() * 1e6 / f64::from(PACKETS);
        println!(
            "{name:<24} {us:>9.2} {:>7.2}",
            taken.as_secs_f64() / bare.as_secs_f64()
        );
    }
}

/// The quickest of some rounds: what disturbs a round only makes it slower.
fn best(mut round: impl FnMut()) -> Duration {
    let rounds = (0..ROUNDS).map(|_| {
        let began = Instant::now();
        round();
        began.elapsed()
    });
    rounds.min().unwrap_or_default()
}

fn send_bare(client: &UdpSocket) {
    let packet = [7; FRAME_BYTES + OVERHEAD_BYTES];
    for _ in 0..PACKETS {
        let _ = client.send(&packet);
    }
}

fn send_sealed(client: &UdpSocket) {
    let mut sender = Sender::new(client.as_raw_fd(), &[7; 32]).expect("a sender");
    let frame = [7; FRAME_BYTES];
    for counter in 0..PACKETS {
        let stamp = Stamp {
            sequence: counter as u16,
            timestamp: counter * 960,
            ssrc: 1,
            counter,
        };
        sender.send(&frame, stamp).expect("a packet");
    }
}
