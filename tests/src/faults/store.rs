//! A proxy between a server and its S3 store that knows where requests begin and end, and spoils those it is told to.

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// What happens to a request to the store, or to its answer. Offsets count the bytes of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The connection is reset before anything is read.
    Refuse,
    /// Nothing is ever answered.
    Hang,
    Delay(Duration),
    /// The store refuses with this status and code, and has done nothing.
    Status(u16, &'static str),
    /// Somebody else answers, who knows nothing of S3, with success.
    Stranger,
    /// The connection is reset in the middle of the request's body.
    ResetRequestAt(usize),
    /// The store does what it is asked, and its answer is lost.
    LoseAnswer,
    ResetAnswerAt(usize),
    /// The answer ends early, the connection in order.
    TruncateAnswerAt(usize),
    /// The answer stops, and the connection stays.
    StallAnswerAt(usize),
    /// The answer is so many bytes shorter and says so, though it names the whole range.
    ShortenAnswerBy(usize),
    /// One bit of the answer is another one.
    FlipAnswerAt(usize),
}

/// Which requests are spoilt, how, and how many of them.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// `GET`, `PUT`, `POST`, `DELETE`, `HEAD`.
    pub method: &'static str,
    pub fault: Fault,
    /// `None`: all, until the plan is another one.
    pub times: Option<usize>,
}

/// Listens until the runtime ends.
pub struct StoreProxy {
    pub address: SocketAddr,
    shared: Arc<Shared>,
}

struct Shared {
    target: SocketAddr,
    plan: Mutex<Option<Plan>>,
    /// How many requests were spoilt.
    spoilt: Mutex<usize>,
    /// Its change ends what hangs.
    generation: watch::Sender<u64>,
}

impl StoreProxy {
    /// Passes everything on to `target` until it is told otherwise.
    pub async fn start(target: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("there is a free port");
        let address = listener.local_addr().expect("it is bound");
        let shared =
            Shared { target, plan: Mutex::default(), spoilt: Mutex::default(), generation: watch::Sender::new(0) };
        let shared = Arc::new(shared);
        let listening = Arc::clone(&shared);
        tokio::spawn(async move {
            loop {
                let Ok((client, _)) = listener.accept().await else { continue };
                let shared = Arc::clone(&listening);
                tokio::spawn(async move {
                    // What breaks here is the server's to cope with.
                    shared.pass(client).await.ok();
                });
            }
        });
        Self { address, shared }
    }

    /// Spoils requests from now on.
    pub fn spoil(&self, plan: Plan) {
        *self.shared.spoilt.lock().unwrap_or_else(PoisonError::into_inner) = 0;
        *self.shared.plan.lock().unwrap_or_else(PoisonError::into_inner) = Some(plan);
    }

    /// Passes everything on again, and ends what hangs; returns how many requests were spoilt.
    pub fn mend(&self) -> usize {
        *self.shared.plan.lock().unwrap_or_else(PoisonError::into_inner) = None;
        self.shared.generation.send_modify(|generation| *generation += 1);
        *self.shared.spoilt.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Shared {
    /// What to do to this request.
    fn fault(&self, method: &str) -> Option<Fault> {
        let mut plan = self.plan.lock().unwrap_or_else(PoisonError::into_inner);
        let plan = plan.as_mut().filter(|plan| plan.method == method)?;
        match &mut plan.times {
            Some(0) => return None,
            Some(times) => *times -= 1,
            None => {}
        }
        *self.spoilt.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        Some(plan.fault)
    }

    /// One request and its answer: connections are not used again, so that each end is seen.
    async fn pass(&self, mut client: TcpStream) -> io::Result<()> {
        client.set_nodelay(true)?;
        let mut hung = self.generation.subscribe();
        let (head, start) = read_head(&mut client).await?;
        let method = head.split(' ').next().unwrap_or_default();
        let fault = self.fault(method);
        let length = content_length(&head);
        match fault {
            Some(Fault::Refuse) => return client.set_zero_linger(),
            Some(Fault::Hang) => return hang(client, &mut hung).await,
            Some(Fault::Delay(delay)) => tokio::time::sleep(delay).await,
            Some(Fault::Status(status, code)) => {
                read_rest(&mut client, &start, length).await?;
                return client.write_all(refusal(status, code).as_bytes()).await;
            }
            Some(Fault::Stranger) => {
                read_rest(&mut client, &start, length).await?;
                return client.write_all(refusal(200, "Welcome").as_bytes()).await;
            }
            _ => {}
        }
        let mut store = TcpStream::connect(self.target).await?;
        store.set_nodelay(true)?;
        let one = head.replacen("\r\n", "\r\nConnection: close\r\n", 1);
        store.write_all(one.as_bytes()).await?;
        if let Some(Fault::ResetRequestAt(offset)) = fault {
            let body = read_rest(&mut client, &start, length.min(offset)).await?;
            store.write_all(&body[..body.len().min(offset)]).await?;
            store.set_zero_linger()?;
            return client.set_zero_linger();
        }
        let body = read_rest(&mut client, &start, length).await?;
        store.write_all(&body).await?;
        let (mut head, mut body) = read_head(&mut store).await?;
        store.read_to_end(&mut body).await?;
        let spoilt = |offset: usize| offset.min(body.len());
        match fault {
            Some(Fault::LoseAnswer) => return client.set_zero_linger(),
            Some(Fault::ResetAnswerAt(offset)) => {
                client.write_all(&[head.as_bytes(), &body[..spoilt(offset)]].concat()).await?;
                // A reset overtakes what was sent, unless the other side has read it.
                tokio::time::sleep(Duration::from_millis(50)).await;
                return client.set_zero_linger();
            }
            Some(Fault::TruncateAnswerAt(offset)) => body.truncate(offset),
            Some(Fault::StallAnswerAt(offset)) => {
                client.write_all(&[head.as_bytes(), &body[..spoilt(offset)]].concat()).await?;
                return hang(client, &mut hung).await;
            }
            Some(Fault::ShortenAnswerBy(bytes)) => {
                let shorter = body.len().saturating_sub(bytes);
                head = head.to_ascii_lowercase();
                let (told, tells) = (format!("content-length: {}", body.len()), format!("content-length: {shorter}"));
                head = head.replacen("http/1.1", "HTTP/1.1", 1).replacen(&told, &tells, 1);
                body.truncate(shorter);
            }
            Some(Fault::FlipAnswerAt(offset)) => {
                if let Some(byte) = body.get_mut(offset) {
                    *byte ^= 0x10;
                }
            }
            _ => {}
        }
        client.write_all(&[head.as_bytes(), &body].concat()).await?;
        client.shutdown().await
    }
}

/// Until the other side gives up, or the plan changes.
async fn hang(mut client: TcpStream, mended: &mut watch::Receiver<u64>) -> io::Result<()> {
    let mut rest = Vec::new();
    tokio::select! {
        _ = mended.changed() => {}
        _ = client.read_to_end(&mut rest) => {}
    }
    client.set_zero_linger()
}

/// A head with its empty line, and what came behind it.
async fn read_head(stream: &mut TcpStream) -> io::Result<(String, Vec<u8>)> {
    let mut bytes = Vec::new();
    loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            let rest = bytes.split_off(end + 4);
            return Ok((String::from_utf8_lossy(&bytes).into_owned(), rest));
        }
        read_more(stream, &mut bytes).await?;
    }
}

/// A body of at least so many bytes, of which some have come with the head.
async fn read_rest(stream: &mut TcpStream, start: &[u8], length: usize) -> io::Result<Vec<u8>> {
    let mut bytes = start.to_vec();
    while bytes.len() < length {
        read_more(stream, &mut bytes).await?;
    }
    Ok(bytes)
}

async fn read_more(stream: &mut TcpStream, bytes: &mut Vec<u8>) -> io::Result<()> {
    let mut piece = vec![0; 64 * 1024];
    let size = stream.read(&mut piece).await?;
    if size == 0 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    bytes.extend_from_slice(&piece[..size]);
    Ok(())
}

fn content_length(head: &str) -> usize {
    let lines = head.lines().filter_map(|line| line.split_once(':'));
    let mut lengths = lines.filter(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    lengths.next().and_then(|(_, value)| value.trim().parse().ok()).unwrap_or(0)
}

/// An answer in the words of S3.
fn refusal(status: u16, code: &str) -> String {
    let body =
        format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>{code}</Code><Message>no</Message></Error>");
    let length = body.len();
    format!(
        "HTTP/1.1 {status} {code}\r\nContent-Type: application/xml\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    )
}
