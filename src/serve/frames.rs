//! Frames of a WebSocket (RFC 6455), as far as a channel needs them on which only the server speaks.
//!
//! In: an upgraded connection. Out: texts in frames, and what a browser says: that it is still there, or that it goes.
//!
//! What always holds: what is written to all browsers is shared, not copied; a connection that waits has no buffers.

use std::io;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

/// Bytes of a frame from a browser. It has nothing to say.
const INCOMING: usize = 4096;

const TEXT: u8 = 0x1;
const CLOSE: u8 = 0x8;
const PING: u8 = 0x9;
const PONG: u8 = 0xA;

pub(super) struct Frames<S> {
    stream: S,
    /// Bytes that came and are no whole frame yet.
    heard: Vec<u8>,
}

#[derive(PartialEq, Eq, Debug)]
pub(super) enum Heard {
    /// It wants this back.
    Ping(Vec<u8>),
    /// Nothing that is acted on.
    Something,
    /// It goes, is gone, or speaks another language.
    Close,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Frames<S> {
    pub(super) fn new(stream: S) -> Frames<S> {
        Frames { stream, heard: Vec::new() }
    }

    /// Waits for the next frame. Nothing is lost when the waiting is given up.
    pub(super) async fn hear(&mut self) -> Heard {
        loop {
            if let Some(heard) = self.next() {
                return heard;
            }
            let mut part = [0; 256];
            match self.stream.read(&mut part).await {
                Ok(count @ 1..) => self.heard.extend_from_slice(&part[..count]),
                Ok(_) | Err(_) => return Heard::Close,
            }
        }
    }

    /// The first frame of what was heard, if it is whole.
    fn next(&mut self) -> Option<Heard> {
        let (first, second) = (*self.heard.first()?, *self.heard.get(1)?);
        let (head, length) = match second & 0x7F {
            126 => (4, usize::from(u16::from_be_bytes([*self.heard.get(2)?, *self.heard.get(3)?]))),
            127 => return Some(Heard::Close),
            length => (2, usize::from(length)),
        };
        // A browser always puts a mask on what it says.
        if second & 0x80 == 0 || length > INCOMING {
            return Some(Heard::Close);
        }
        let mask = self.heard.get(head..head + 4)?;
        let payload = self.heard.get(head + 4..head + 4 + length)?;
        let heard = match first & 0xF {
            CLOSE => Heard::Close,
            PING => Heard::Ping(payload.iter().zip(mask.iter().cycle()).map(|(byte, mask)| byte ^ mask).collect()),
            _ => Heard::Something,
        };
        self.heard = self.heard.split_off(head + 4 + length);
        Some(heard)
    }

    /// Sends a text that is made of these pieces.
    pub(super) async fn tell(&mut self, pieces: [&str; 3]) -> io::Result<()> {
        self.begin(TEXT, pieces.iter().map(|piece| piece.len()).sum()).await?;
        for piece in pieces {
            self.stream.write_all(piece.as_bytes()).await?;
        }
        self.stream.flush().await
    }

    /// Asks whether the browser is still there.
    pub(super) async fn ping(&mut self) -> io::Result<()> {
        self.short(PING, &[]).await
    }

    pub(super) async fn pong(&mut self, payload: &[u8]) -> io::Result<()> {
        self.short(PONG, &payload[..payload.len().min(125)]).await
    }

    pub(super) async fn close(&mut self) -> io::Result<()> {
        self.short(CLOSE, &[]).await
    }

    async fn short(&mut self, kind: u8, payload: &[u8]) -> io::Result<()> {
        self.begin(kind, payload.len()).await?;
        self.stream.write_all(payload).await?;
        self.stream.flush().await
    }

    /// The head of a frame that is the whole of a message.
    async fn begin(&mut self, kind: u8, length: usize) -> io::Result<()> {
        let mut head = vec![0x80 | kind];
        match (u8::try_from(length), u16::try_from(length)) {
            (Ok(short @ ..=125), _) => head.push(short),
            (_, Ok(medium)) => {
                head.push(126);
                head.extend(medium.to_be_bytes());
            }
            (_, Err(_)) => {
                head.push(127);
                head.extend((length as u64).to_be_bytes());
            }
        }
        self.stream.write_all(&head).await
    }
}

#[cfg(test)]
mod tests {
    use super::{Frames, Heard};
    use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};

    fn run<T>(work: impl Future<Output = T>) -> T {
        tokio::runtime::Builder::new_current_thread().build().expect("a runtime").block_on(work)
    }

    #[test]
    fn texts_of_all_lengths_have_their_heads() {
        for (length, head) in [
            (5, vec![0x81, 5]),
            (125, vec![0x81, 125]),
            (126, vec![0x81, 126, 0, 126]),
            (65_536, vec![0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0]),
        ] {
            let text = "x".repeat(length - 2);
            let sent = run(async {
                let (stream, mut other) = duplex(100_000);
                Frames::new(stream).tell(["a", &text, "b"]).await.expect("sent");
                let mut sent = Vec::new();
                other.read_to_end(&mut sent).await.expect("read");
                sent
            });
            assert_eq!((&sent[..head.len()], sent.len()), (&head[..], head.len() + length), "{length}");
            assert!(sent.ends_with(b"xb") || length == 2, "{length}");
        }
    }

    #[test]
    fn what_browsers_say_is_understood_in_any_pieces() {
        let mask =
            |payload: &[u8]| payload.iter().zip([1, 2, 3, 4].iter().cycle()).map(|(a, b)| a ^ b).collect::<Vec<u8>>();
        let frame = |kind: u8, payload: &[u8]| {
            [&[0x80 | kind, 0x80 | payload.len() as u8, 1, 2, 3, 4][..], &mask(payload)].concat()
        };
        let said = [frame(1, b"reload"), frame(9, b"hi"), frame(10, b""), frame(8, b"")].concat();
        let heard = run(async {
            let (mut other, stream) = duplex(3);
            let mut frames = Frames::new(stream);
            let write = async { other.write_all(&said).await.expect("written") };
            let hear = async {
                let mut heard = Vec::new();
                while heard.last() != Some(&Heard::Close) {
                    heard.push(frames.hear().await);
                }
                heard
            };
            tokio::join!(write, hear).1
        });
        assert_eq!(heard, [Heard::Something, Heard::Ping(b"hi".to_vec()), Heard::Something, Heard::Close]);
    }

    #[test]
    fn what_no_browser_says_ends_it() {
        for said in
            [&[0x81, 2, b'h', b'i'][..], &[0x81, 0xFF, 0, 0, 0, 0, 0, 0, 0, 1], &[0x81, 0xFE, 0xFF, 0xFF], &[0x81]]
        {
            let heard = run(async {
                let (mut other, stream) = duplex(64);
                other.write_all(said).await.expect("written");
                drop(other);
                Frames::new(stream).hear().await
            });
            assert_eq!(heard, Heard::Close, "{said:?}");
        }
    }
}
