//! A server in this process, and a browser that only asks.

use portal::{
    diag::{Diagnostic, EnvError, Printer},
    engine::{Edition, Options, Progress},
    model::Date,
    serve::{Command, Console, Editor, Ready, Round, Settings, Wake, serve},
};
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpStream},
    path::Path,
    sync::{
        Arc, Mutex,
        mpsc::{Receiver, Sender, channel},
    },
    thread::JoinHandle,
    time::Duration,
};

/// Nothing takes as long unless it never comes.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) fn today() -> Date {
    Date::parse("2024-06-30").expect("a day")
}

/// A project in `root` with the defaults.
pub(crate) fn options(root: &Path) -> Options {
    Options { jobs: 2, ..Options::new(root, today()) }
}

/// What `serve` is asked for usually.
pub(crate) fn settings(options: Options) -> Settings {
    Settings {
        options,
        host: None,
        port: 0,
        base: "/base/".into(),
        allow_hosts: Vec::new(),
        allow_editor: false,
        poll: None,
        follow: false,
        editor: Editor::default(),
        logs: Vec::new(),
        printer: Printer::default(),
    }
}

pub(crate) struct Server {
    pub address: SocketAddr,
    wake: Sender<Wake>,
    thread: Option<JoinHandle<()>>,
    told: Receiver<()>,
    errors: Arc<Mutex<Vec<Diagnostic>>>,
    missed: Arc<Mutex<Vec<String>>>,
    connection: Option<BufReader<TcpStream>>,
}

/// Passes on what the server says.
struct Listener {
    tell: Mutex<Sender<()>>,
    listening: Mutex<Sender<SocketAddr>>,
    errors: Arc<Mutex<Vec<Diagnostic>>>,
    missed: Arc<Mutex<Vec<String>>>,
    /// The first version is not made before the other end is gone.
    held: Option<Mutex<Receiver<()>>>,
}

impl Listener {
    fn tell(&self) {
        let _ = self.tell.lock().expect("no panic").send(());
    }
}

impl Progress for Listener {
    fn start(&self, _: &'static str, _: usize) {}
    fn step(&self) {
        if let Some(held) = &self.held {
            let _ = held.lock().expect("no panic").recv();
        }
    }
    fn done(&self) {}
}

impl Console for Listener {
    fn listening(&self, addresses: &[SocketAddr]) {
        let _ = self.listening.lock().expect("no panic").send(addresses[0]);
    }

    fn ready(&self, _: &Ready) {
        self.tell();
    }

    fn changed(&self, round: &Round) {
        if round.was_missed {
            let files = round.changes.files.iter().map(ToString::to_string);
            self.missed.lock().expect("no panic").extend(files);
        }
        self.tell();
    }

    fn errors(&self, errors: &[Diagnostic], _: &Edition) {
        *self.errors.lock().expect("no panic") = errors.to_vec();
        self.tell();
    }

    fn new_warnings(&self, _: &[Diagnostic], _: &Edition) {}
    fn warnings(&self, _: &[Diagnostic], _: &Edition) {}
    fn polling(&self, _: &str) {}
    fn env_error(&self, _: &EnvError) {
        self.tell();
    }

    fn progress(&self) -> &dyn Progress {
        self
    }

    fn phase(&self, phase: &'static str) -> String {
        phase.into()
    }
}

impl Server {
    pub(crate) fn start(options: Options, poll: Option<Duration>) -> Server {
        let mut server = Server::begin(options, poll, None);
        assert!(server.wait(PATIENCE), "it is never ready");
        server
    }

    /// One with other settings than usual.
    pub(crate) fn start_with(settings: Settings) -> Server {
        let mut server = Server::begin_with(settings, None);
        assert!(server.wait(PATIENCE), "it is never ready");
        server
    }

    /// One whose first version is not made before the other end of `held` is gone.
    pub(crate) fn begin(options: Options, poll: Option<Duration>, held: Option<Receiver<()>>) -> Server {
        Server::begin_with(Settings { poll, ..settings(options) }, held)
    }

    fn begin_with(settings: Settings, held: Option<Receiver<()>>) -> Server {
        let (wake, wakes) = channel();
        let (tell, told) = channel();
        let (listening, address) = channel();
        let errors = Arc::<Mutex<Vec<Diagnostic>>>::default();
        let missed = Arc::<Mutex<Vec<String>>>::default();
        let (tell, listening) = (Mutex::new(tell), Mutex::new(listening));
        let held = held.map(Mutex::new);
        let listener = Listener { tell, listening, errors: errors.clone(), missed: missed.clone(), held };
        let both = (wake.clone(), wakes);
        let run = move || serve(&settings, Arc::new(listener), both, Box::new(today)).expect("serves");
        let thread = Some(std::thread::spawn(run));
        let address = address.recv_timeout(PATIENCE).expect("it listens");
        Server { address, wake, thread, told, errors, missed, connection: None }
    }

    /// Waits until the server has shown something else. Whether it has.
    pub(crate) fn wait(&mut self, patience: Duration) -> bool {
        let told = self.told.recv_timeout(patience).is_ok();
        while self.told.try_recv().is_ok() {}
        told
    }

    /// The errors that are on show.
    pub(crate) fn errors(&self) -> Vec<Diagnostic> {
        self.errors.lock().expect("no panic").clone()
    }

    /// Files whose change was found only by looking at everything.
    pub(crate) fn missed(&self) -> Vec<String> {
        self.missed.lock().expect("no panic").clone()
    }

    /// Status and bytes of an output, without the script that is added.
    pub(crate) fn get(&mut self, path: &str) -> (u16, Vec<u8>) {
        let path = portal::model::encode_path(path);
        let head = format!("GET /base/{path} HTTP/1.1\r\nHost: {}\r\n\r\n", self.address);
        let mut line = String::new();
        let mut ask = |mut connection: BufReader<TcpStream>| {
            connection.get_mut().write_all(head.as_bytes()).ok()?;
            let heard = connection.read_line(&mut line).ok()?;
            (heard > 0).then_some(connection)
        };
        let kept = self.connection.take().and_then(&mut ask);
        // A connection on which nothing was asked for a while is closed.
        let fresh = || BufReader::new(TcpStream::connect(self.address).expect("it listens"));
        let mut connection = kept.or_else(|| ask(fresh())).expect("it answers");
        let status = line.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        let mut length = 0;
        loop {
            line.clear();
            connection.read_line(&mut line).expect("it answers");
            if line.trim().is_empty() {
                break;
            }
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().expect("a number");
            }
        }
        let mut bytes = vec![0; length];
        connection.read_exact(&mut bytes).expect("all of it");
        self.connection = Some(connection);
        (status, without_script(bytes))
    }
}

fn without_script(bytes: Vec<u8>) -> Vec<u8> {
    let Ok(text) = String::from_utf8(bytes.clone()) else { return bytes };
    let Some(start) = text.find("<script src=\"/__portal/client.js\"") else { return bytes };
    let end = start + text[start..].find("</script>").expect("it ends") + "</script>".len();
    format!("{}{}", &text[..start], &text[end..]).into_bytes()
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.wake.send(Wake::Command(Command::Stop));
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
            && !std::thread::panicking()
        {
            panic!("the server failed");
        }
    }
}
