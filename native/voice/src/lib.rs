//! Seals a frame as an RTP packet with AES-256-GCM (`aead_aes256_gcm_rtpsize`) and sends it through
//! a socket that JavaScript opened, connected and still reads from.

use std::io;
use std::net::UdpSocket;
use std::os::fd::{BorrowedFd, RawFd};

use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};

/// RTP version 2, no padding, no extension, no contributing sources (RFC 3550, section 5.1).
const RTP_VERSION: u8 = 0x80;
/// Discord's payload type of Opus.
const RTP_OPUS: u8 = 0x78;
const HEADER_BYTES: usize = 12;
const COUNTER_BYTES: usize = 4;
/// The longest Opus frame, end-to-end encryption included, stays well below this.
const MAX_FRAME_BYTES: usize = 1_500;

/// The numbers of one packet, which change from packet to packet.
#[derive(Clone, Copy, Debug)]
pub struct Stamp {
    pub sequence: u16,
    /// RTP timestamp, in samples at 48 kHz.
    pub timestamp: u32,
    pub ssrc: u32,
    /// Must never repeat with the same key: AES-GCM would reveal the key.
    pub counter: u32,
}

/// The result of sending a packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sent {
    /// The system took the packet, or the network lost it.
    Gone,
    /// The system has no room for the packet now.
    NoRoom,
}

pub struct Sender {
    socket: UdpSocket,
    key: LessSafeKey,
    packet: Vec<u8>,
}

impl Sender {
    /// Sends through a duplicate of `socket`, whose owner may close it meanwhile.
    ///
    /// # Errors
    /// When `socket` isn't a connected UDP socket, or `key` isn't 32 bytes long.
    pub fn new(socket: RawFd, key: &[u8]) -> io::Result<Self> {
        let invalid = |what| io::Error::new(io::ErrorKind::InvalidInput, what);
        if socket < 0 {
            return Err(invalid("no socket"));
        }
        // SAFETY: `socket` isn't -1, and is only duplicated, which fails if it isn't open.
        let socket = unsafe { BorrowedFd::borrow_raw(socket) }.try_clone_to_owned()?;
        let socket = UdpSocket::from(socket);
        socket.peer_addr()?;
        let key = UnboundKey::new(&AES_256_GCM, key).map_err(|_| invalid("key"))?;
        Ok(Self {
            socket,
            key: LessSafeKey::new(key),
            packet: Vec::with_capacity(HEADER_BYTES + MAX_FRAME_BYTES + 16 + COUNTER_BYTES),
        })
    }

    /// Seals `frame` and sends it; allocates nothing.
    ///
    /// # Errors
    /// When the frame is too long.
    pub fn send(&mut self, frame: &[u8], stamp: Stamp) -> io::Result<Sent> {
        if frame.len() > MAX_FRAME_BYTES {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                "frame too long",
            ));
        }
        self.seal(frame, stamp)?;
        Ok(match self.socket.send(&self.packet) {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => Sent::NoRoom,
            // The error is about an earlier packet (ICMP), and this one wasn't sent.
            Err(_) => match self.socket.send(&self.packet) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => Sent::NoRoom,
                _ => Sent::Gone,
            },
            Ok(_) => Sent::Gone,
        })
    }

    /// Header, sealed frame, tag, and the counter, which the nonce begins with.
    fn seal(&mut self, frame: &[u8], stamp: Stamp) -> io::Result<()> {
        let counter = stamp.counter.to_be_bytes();
        let packet = &mut self.packet;
        packet.clear();
        packet.extend_from_slice(&[RTP_VERSION, RTP_OPUS]);
        packet.extend_from_slice(&stamp.sequence.to_be_bytes());
        packet.extend_from_slice(&stamp.timestamp.to_be_bytes());
        packet.extend_from_slice(&stamp.ssrc.to_be_bytes());
        packet.extend_from_slice(frame);
        let mut nonce = [0; NONCE_LEN];
        nonce[..COUNTER_BYTES].copy_from_slice(&counter);
        let (header, payload) = packet.split_at_mut(HEADER_BYTES);
        let tag = self
            .key
            .seal_in_place_separate_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(&*header),
                payload,
            )
            .map_err(|_| io::Error::other("AES-GCM"))?;
        packet.extend_from_slice(tag.as_ref());
        packet.extend_from_slice(&counter);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::os::fd::AsRawFd as _;

    use super::*;

    const KEY: [u8; 32] = [7; 32];
    const STAMP: Stamp = Stamp {
        sequence: 0x0102,
        timestamp: 0x0304_0506,
        ssrc: 0x0708_090A,
        counter: 0x0B0C_0D0E,
    };

    fn pair() -> (UdpSocket, UdpSocket) {
        let server = UdpSocket::bind("127.0.0.1:0").unwrap();
        let client = UdpSocket::bind("127.0.0.1:0").unwrap();
        client.connect(server.local_addr().unwrap()).unwrap();
        (server, client)
    }

    #[test]
    fn the_server_opens_what_was_sealed_and_the_header_is_authenticated() {
        let (server, client) = pair();
        let mut sender = Sender::new(client.as_raw_fd(), &KEY).unwrap();
        assert_eq!(sender.send(b"opus", STAMP).unwrap(), Sent::Gone);
        let mut received = [0; 100];
        let (len, from) = server.recv_from(&mut received).unwrap();
        assert_eq!(from, client.local_addr().unwrap());
        let packet = &mut received[..len];
        let header = [0x80, 0x78, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
        assert_eq!(packet[..12], header);
        assert_eq!(packet[len - 4..], [11, 12, 13, 14]);
        let nonce = [11, 12, 13, 14, 0, 0, 0, 0, 0, 0, 0, 0];
        let key = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &KEY).unwrap());
        let opened = key
            .open_in_place(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(header),
                &mut packet[12..len - 4],
            )
            .unwrap();
        assert_eq!(opened, b"opus");
    }

    #[test]
    fn it_goes_on_sending_when_the_owner_has_closed_the_socket() {
        let (server, client) = pair();
        let mut sender = Sender::new(client.as_raw_fd(), &KEY).unwrap();
        drop(client);
        sender.send(b"opus", STAMP).unwrap();
        assert_eq!(server.recv(&mut [0; 100]).unwrap(), 12 + 4 + 16 + 4);
    }

    #[test]
    fn a_server_that_is_away_loses_packets_and_nothing_else() {
        let (server, client) = pair();
        let peer = server.local_addr().unwrap();
        let mut sender = Sender::new(client.as_raw_fd(), &KEY).unwrap();
        drop(server);
        for _ in 0..3 {
            assert_eq!(sender.send(b"opus", STAMP).unwrap(), Sent::Gone);
        }
        let server = UdpSocket::bind(peer).unwrap();
        sender.send(b"opus", STAMP).unwrap();
        assert!(server.recv(&mut [0; 100]).is_ok());
    }

    #[test]
    fn a_full_buffer_is_told() {
        let server = std::os::unix::net::UnixDatagram::pair().unwrap();
        server.0.set_nonblocking(true).unwrap();
        let key = UnboundKey::new(&AES_256_GCM, &KEY).unwrap();
        // A local datagram socket waits for its reader, while UDP would drop packets.
        let mut sender = Sender {
            socket: UdpSocket::from(std::os::fd::OwnedFd::from(server.0)),
            key: LessSafeKey::new(key),
            packet: Vec::new(),
        };
        let full = (0..100_000).any(|_| sender.send(&[0; 1_000], STAMP).unwrap() == Sent::NoRoom);
        assert!(full);
    }

    #[test]
    fn what_can_not_be_sent_is_refused() {
        let (_server, client) = pair();
        let loose = UdpSocket::bind("127.0.0.1:0").unwrap();
        assert!(Sender::new(loose.as_raw_fd(), &KEY).is_err());
        assert!(Sender::new(-1, &KEY).is_err());
        assert!(Sender::new(client.as_raw_fd(), &KEY[1..]).is_err());
        let mut sender = Sender::new(client.as_raw_fd(), &KEY).unwrap();
        assert!(sender.send(&[0; MAX_FRAME_BYTES + 1], STAMP).is_err());
    }
}
