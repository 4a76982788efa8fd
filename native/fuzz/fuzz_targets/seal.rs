//! Frames of any length are sealed as packets that the server opens, or refused.
#![no_main]

use std::cell::RefCell;
use std::net::UdpSocket;
use std::os::fd::AsRawFd as _;

use libfuzzer_sys::fuzz_target;
use segue_voice::{Sender, Sent, Stamp};

thread_local! {
    static LINE: RefCell<(UdpSocket, UdpSocket)> = RefCell::new({
        let server = UdpSocket::bind("127.0.0.1:0").expect("a socket");
        let client = UdpSocket::bind("127.0.0.1:0").expect("a socket");
        client.connect(server.local_addr().expect("bound")).expect("connected");
        (server, client)
    });
}

fuzz_target!(|input: (Vec<u8>, u16, u32, u32, Vec<u8>)| {
    let (frame, sequence, timestamp, counter, key) = input;
    LINE.with_borrow(|(server, client)| {
        let Ok(mut sender) = Sender::new(client.as_raw_fd(), &key) else {
            assert!(key.len() != 32);
            return;
        };
        let stamp = Stamp {
            sequence,
            timestamp,
            ssrc: 7,
            counter,
        };
        match sender.send(&frame, stamp) {
            Ok(sent) => {
                assert_eq!(sent, Sent::Gone);
                let mut packet = [0; 2_000];
                let len = server.recv(&mut packet).expect("a packet");
                assert_eq!(len, 12 + frame.len() + 16 + 4);
                assert_eq!(packet[len - 4..len], counter.to_be_bytes());
            }
            Err(_) => assert!(frame.len() > 1_500),
        }
    });
});
