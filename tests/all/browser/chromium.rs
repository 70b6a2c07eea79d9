//! Chromium, spoken to in its own protocol over a WebSocket: tabs that load pages, run scripts and press keys.
//!
//! What always holds: one browser for the whole run, which goes when the run ends, however it ends; each tab has storage
//! of its own; a tab that saw an error, an exception or a breach of the Content-Security-Policy fails its test.

use serde_json::{Value, json};
use std::{
    io::{BufRead, BufReader},
    net::TcpStream,
    process::{Child, Command, Stdio},
    sync::OnceLock,
    time::Duration,
};
use tungstenite::{Message, WebSocket, client, stream::MaybeTlsStream};

/// Whoever waits longer for a page waits in vain.
const PATIENCE: Duration = Duration::from_secs(30);

/// Ends the browser and removes its folder when its own standard input is closed, as it is when the tests are gone.
const GUARD: &str = r#""$@" </dev/null & browser=$!; read -r gone; kill $browser; wait $browser; rm -rf "$0""#;

struct Browser {
    address: String,
    /// Holds the guard's standard input open.
    _guard: Child,
}

fn browser() -> &'static Browser {
    static BROWSER: OnceLock<Browser> = OnceLock::new();
    BROWSER.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a folder for the browser").keep();
        let named = std::env::var("CHROMIUM").unwrap_or_else(|_| "chromium".into());
        let names = [&*named, "chromium-browser", "google-chrome", "chrome"];
        let program = names.into_iter().find(|name| is_there(name)).expect("Chromium is installed; test.sh does that");
        let mut guard = Command::new("sh")
            .args(["-c", GUARD])
            .arg(&folder)
            .arg(program)
            .args(["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--remote-debugging-port=0"])
            .args(["--autoplay-policy=no-user-gesture-required", "--mute-audio", "--lang=en"])
            .arg(format!("--user-data-dir={}", folder.display()))
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("Chromium starts");
        let mut lines = BufReader::new(guard.stderr.take().expect("it is a pipe")).lines().map_while(Result::ok);
        let address = lines.find_map(|line| line.strip_prefix("DevTools listening on ").map(str::to_owned));
        // It goes on speaking, to nobody.
        std::thread::spawn(move || lines.for_each(drop));
        Browser { address: address.expect("Chromium says where it listens"), _guard: guard }
    })
}

fn is_there(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success())
}

/// A tab with one page at a time.
pub(super) struct Tab {
    socket: WebSocket<MaybeTlsStream<TcpStream>>,
    session: String,
    context: String,
    asked: u64,
    /// What went wrong on the page.
    complaints: Vec<String>,
}

impl Tab {
    /// A tab that shows `url`, of 1000 by 800 pixels, when that is loaded and hears of changes.
    pub(super) fn open(url: &str) -> Tab {
        let mut tab = Tab::empty();
        tab.go(url);
        tab
    }

    /// A tab that shows a published page.
    pub(super) fn visit(url: &str) -> Tab {
        let mut tab = Tab::empty();
        tab.go_to(url);
        tab
    }

    /// Goes to another published page.
    pub(super) fn go_to(&mut self, url: &str) {
        self.ask("Page.navigate", json!({ "url": url }));
        self.wait("location.protocol === 'http:' && document.readyState === 'complete'");
    }

    /// Changes the size of the page.
    pub(super) fn resize(&mut self, width: u32, height: u32) {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.ask("Emulation.setDeviceMetricsOverride", size);
    }

    fn empty() -> Tab {
        let (mut socket, _) = client::connect(browser().address.as_str()).expect("Chromium answers");
        if let MaybeTlsStream::Plain(stream) = socket.get_mut() {
            stream.set_read_timeout(Some(PATIENCE)).expect("not zero");
        }
        let (session, context) = (String::new(), String::new());
        let mut tab = Tab { socket, session, context, asked: 0, complaints: Vec::new() };
        let name = |value: &Value, key: &str| value[key].as_str().expect("the protocol says so").to_owned();
        tab.context =
            name(&tab.ask("Target.createBrowserContext", json!({ "disposeOnDetach": true })), "browserContextId");
        let target = json!({ "url": "about:blank", "browserContextId": tab.context, "width": 1000, "height": 800 });
        let target = name(&tab.ask("Target.createTarget", target), "targetId");
        let attached = tab.ask("Target.attachToTarget", json!({ "targetId": target, "flatten": true }));
        tab.session = name(&attached, "sessionId");
        for domain in ["Page", "Runtime", "Log"] {
            tab.ask(&format!("{domain}.enable"), json!({}));
        }
        tab.ask("Emulation.setFocusEmulationEnabled", json!({ "enabled": true }));
        let breach = "addEventListener('securitypolicyviolation', (breach) =>
            console.error(`CSP: ${breach.violatedDirective} ${breach.blockedURI} ${breach.sample}`))";
        tab.ask("Page.addScriptToEvaluateOnNewDocument", json!({ "source": breach }));
        tab
    }

    /// Goes to another page.
    pub(super) fn go(&mut self, url: &str) {
        self.ask("Page.navigate", json!({ "url": url }));
        self.wait(&format!("location.href.startsWith({}) && {READY}", json!(url)));
    }

    /// The value of an expression on the page; of a promise, what comes of it.
    pub(super) fn eval(&mut self, expression: &str) -> Value {
        self.evaluate(expression).unwrap_or_else(|fault| panic!("{expression}\n{fault}"))
    }

    /// Waits until an expression is true, on this page or on those that come after it.
    #[track_caller]
    pub(super) fn wait(&mut self, expression: &str) {
        let waiting = format!(
            "new Promise((done) => {{
                const end = performance.now() + {};
                const look = () => {{
                    let is = false;
                    try {{ is = Boolean({expression}) }} catch {{}}
                    if (is || performance.now() > end) done(is);
                    else setTimeout(look, 5);
                }};
                look();
            }})",
            PATIENCE.as_millis() / 2
        );
        // A page that goes takes the promise with it.
        let held = (0..10).find_map(|_| self.evaluate(&waiting).ok());
        if held != Some(Value::Bool(true)) {
            let seen = self.eval("location.href + '\\n' + document.body.innerText.slice(0, 1000)");
            let badge = self.evaluate(&format!("{SHADOW}.textContent"));
            panic!("in vain: {expression}\n{}\n{badge:?}\n{:?}", seen.as_str().unwrap_or_default(), self.complaints);
        }
    }

    /// Presses a key: `a`, `Escape`, `Tab`.
    pub(super) fn press(&mut self, key: &str) {
        let text = if key.chars().count() == 1 { key } else { "" };
        let number = if key == "Escape" { 27 } else { 0 };
        for kind in ["keyDown", "keyUp"] {
            let event = json!({ "type": kind, "key": key, "text": text, "windowsVirtualKeyCode": number });
            self.ask("Input.dispatchKeyEvent", event);
        }
    }

    /// Clicks into the middle of the element that an expression names.
    pub(super) fn click(&mut self, element: &str, with_alt: bool) {
        let place = self.eval(&format!(
            "(() => {{ const box = ({element}).getBoundingClientRect();
                return [box.left + box.width / 2, box.top + box.height / 2]; }})()"
        ));
        for kind in ["mousePressed", "mouseReleased"] {
            let event = json!({ "type": kind, "x": place[0], "y": place[1], "button": "left", "clickCount": 1,
                "modifiers": u8::from(with_alt) });
            self.ask("Input.dispatchMouseEvent", event);
        }
    }

    fn evaluate(&mut self, expression: &str) -> Result<Value, String> {
        let wanted = json!({ "expression": expression, "awaitPromise": true, "returnByValue": true });
        let answer = self.call("Runtime.evaluate", wanted)?;
        match answer.get("exceptionDetails") {
            Some(exception) => Err(exception.to_string()),
            None => Ok(answer["result"]["value"].clone()),
        }
    }

    fn ask(&mut self, method: &str, parameters: Value) -> Value {
        self.call(method, parameters).unwrap_or_else(|fault| panic!("{method}: {fault}"))
    }

    fn call(&mut self, method: &str, parameters: Value) -> Result<Value, String> {
        self.asked += 1;
        let mut message = json!({ "id": self.asked, "method": method, "params": parameters });
        if !self.session.is_empty() {
            message["sessionId"] = json!(self.session);
        }
        self.socket.send(Message::text(message.to_string())).expect("Chromium listens");
        loop {
            let message = self.socket.read().expect("Chromium answers in time");
            let Message::Text(text) = message else { continue };
            let mut message: Value = serde_json::from_str(&text).expect("JSON");
            if message["id"] == self.asked {
                return match message.get("error") {
                    Some(error) => Err(error.to_string()),
                    None => Ok(message["result"].take()),
                };
            }
            self.note(&message);
        }
    }

    fn note(&mut self, event: &Value) {
        let parameters = &event["params"];
        let is_bad = match event["method"].as_str() {
            Some("Runtime.exceptionThrown" | "Page.javascriptDialogOpening") => true,
            Some("Runtime.consoleAPICalled") => parameters["type"] == "error" || parameters["type"] == "warning",
            // That a server is not there, or has no such page, is a part of some tests.
            Some("Log.entryAdded") => {
                parameters["entry"]["source"] != "network" && parameters["entry"]["level"] == "error"
            }
            _ => false,
        };
        if is_bad {
            self.complaints.push(event.to_string());
        }
    }
}

impl Drop for Tab {
    fn drop(&mut self) {
        if std::thread::panicking() {
            return;
        }
        // Everything that was said before is heard by now.
        let _ = self.call("Runtime.evaluate", json!({ "expression": "0" }));
        assert!(self.complaints.is_empty(), "the page complained: {:#?}", self.complaints);
    }
}

/// The root of the badge and the report.
pub(super) const SHADOW: &str = "document.querySelector('portal-serve').shadowRoot";

/// The page is there, and has heard from the server.
const READY: &str = "document.readyState === 'complete' && document.querySelector('portal-serve[data-version]')";
