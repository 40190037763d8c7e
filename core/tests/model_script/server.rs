//! A server of files that knows ranges, logins, breaks and other hosts, and looks who can see a token.

use std::collections::HashMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

pub const TOKEN: &str = "hf_tokenthatnobodyelsemaysee";

/// How a file is served.
#[derive(Clone, Copy, PartialEq)]
pub enum How {
    Whole,
    /// A login is wanted.
    Login,
    /// The first answer stops half way.
    Cut,
    /// The first stops half way, and the others know no ranges.
    CutWithoutRanges,
    /// As a page that asks to log in.
    Page,
    /// On another host.
    Elsewhere,
    /// With this status.
    Status(u16),
}

/// What was asked: path, host, range, and whether the token came along.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    pub path: String,
    pub host: String,
    pub range: Option<String>,
    pub token: Option<String>,
}

type Files = HashMap<String, (How, Vec<u8>)>;

#[derive(Clone, Default)]
pub struct Server {
    pub port: u16,
    files: Arc<Mutex<Files>>,
    asked: Arc<Mutex<Vec<Asked>>>,
    seen_in: Arc<Mutex<Vec<String>>>,
}

impl Server {
    pub fn start() -> Self {
        let listener = TcpListener::bind("0.0.0.0:0").unwrap();
        let server = Self { port: listener.local_addr().unwrap().port(), ..Self::default() };
        let own = server.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let own = own.clone();
                thread::spawn(move || own.answer(stream));
            }
        });
        server
    }

    pub fn serve(&self, path: &str, how: How, body: &[u8]) {
        self.files.lock().unwrap().insert(path.to_owned(), (how, body.to_vec()));
    }

    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    /// The command lines of this machine in which the token stood while a file was asked for.
    pub fn seen_in(&self) -> Vec<String> {
        self.seen_in.lock().unwrap().clone()
    }

    fn answer(&self, mut stream: TcpStream) {
        let mut lines = BufReader::new(stream.try_clone().unwrap()).lines().map_while(Result::ok);
        let Some(first) = lines.next() else { return };
        let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
        let mut headers = HashMap::new();
        for line in lines.by_ref().take_while(|line| !line.is_empty()) {
            let (name, value) = line.split_once(':').unwrap();
            headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
        }
        let range = headers.get("range").cloned();
        let token = headers.get("authorization").cloned();
        let before = self.asked().iter().filter(|asked| asked.path == path).count();
        let host = headers.get("host").cloned().unwrap_or_default();
        self.asked.lock().unwrap().push(Asked { path: path.clone(), host, range: range.clone(), token: token.clone() });
        self.seen_in.lock().unwrap().extend(command_lines().into_iter().filter(|line| line.contains(TOKEN)));
        let found = self.files.lock().unwrap().get(&path).cloned();
        let _ = match found {
            None => plain(&mut stream, "404 Not Found", b"no"),
            Some((How::Status(status), _)) => plain(&mut stream, &format!("{status} Because"), b"no"),
            Some((How::Login, _)) if token != Some(format!("Bearer {TOKEN}")) => {
                plain(&mut stream, "401 Unauthorized", b"{}")
            }
            Some((How::Page, _)) => write!(
                stream,
                "HTTP/1.1 200 OK\r\ncontent-type: text/html; charset=utf-8\r\ncontent-length: 5\r\nconnection: close\r\n\r\nlogin"
            ),
            Some((How::Elsewhere, _)) => write!(
                stream,
                "HTTP/1.1 302 Found\r\nlocation: http://localhost:{}/other{path}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
                self.port
            ),
            Some((how, body)) => file(&mut stream, how, &body, range.as_deref(), before),
        };
    }
}

fn plain(stream: &mut TcpStream, status: &str, body: &[u8]) -> std::io::Result<()> {
    write!(stream, "HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", body.len())?;
    stream.write_all(body)
}

fn file(stream: &mut TcpStream, how: How, body: &[u8], range: Option<&str>, before: usize) -> std::io::Result<()> {
    let from: Option<usize> = range.and_then(|range| range.strip_prefix("bytes=")?.strip_suffix('-')?.parse().ok());
    let from = from.filter(|_| how != How::CutWithoutRanges);
    if from.is_some_and(|from| from >= body.len()) {
        return plain(stream, "416 Range Not Satisfiable", b"");
    }
    let (start, all) = (from.unwrap_or(0), body.len());
    let status = if from.is_some() { "206 Partial Content" } else { "200 OK" };
    write!(stream, "HTTP/1.1 {status}\r\ncontent-type: application/octet-stream\r\nconnection: close\r\n")?;
    if from.is_some() {
        write!(stream, "content-range: bytes {start}-{}/{all}\r\n", all - 1)?;
    }
    write!(stream, "content-length: {}\r\n\r\n", all - start)?;
    let is_cut = before == 0 && matches!(how, How::Cut | How::CutWithoutRanges);
    stream.write_all(&body[start..if is_cut { all / 2 } else { all }])
}

fn command_lines() -> Vec<String> {
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    processes
        .filter_map(|process| fs::read(process.path().join("cmdline")).ok())
        .map(|line| String::from_utf8_lossy(&line).replace('\0', " "))
        .collect()
}
