//! A server that takes notices, and is the service in the pod, too.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// What came in by a POST.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    pub path: String,
    pub headers: Vec<String>,
    pub body: String,
}

#[derive(Clone, Default)]
pub struct Server {
    pub port: u16,
    notices: Arc<Mutex<Vec<Notice>>>,
    /// What is answered one after the other; 200 after the last. 302 leads to a place of its own.
    notice_answers: Arc<Mutex<VecDeque<u16>>>,
    service_answers: Arc<Mutex<VecDeque<u16>>>,
}

impl Server {
    /// The service answers so, one after the other, and well after the last.
    pub fn start(service: &[u16]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server = Self { port: listener.local_addr().unwrap().port(), ..Self::default() };
        server.service_answers.lock().unwrap().extend(service);
        let own = server.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let own = own.clone();
                thread::spawn(move || own.answer(stream));
            }
        });
        server
    }

    /// Notices are answered so, one after the other, and well after the last.
    pub fn answers(self, statuses: &[u16]) -> Self {
        self.notice_answers.lock().unwrap().extend(statuses);
        self
    }

    pub fn notices(&self) -> Vec<Notice> {
        self.notices.lock().unwrap().clone()
    }

    pub fn texts(&self) -> Vec<String> {
        self.notices().into_iter().map(|notice| notice.body).collect()
    }

    fn answer(&self, mut stream: TcpStream) {
        let mut reader = BufReader::new(stream.try_clone().unwrap());
        let mut line = || {
            let mut line = String::new();
            reader.read_line(&mut line).ok().map(|_| line.trim_end().to_owned())
        };
        let first = line().unwrap_or_default();
        let headers: Vec<String> = std::iter::from_fn(|| line().filter(|line| !line.is_empty())).collect();
        let length =
            headers.iter().find_map(|own| own.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok());
        let mut body = vec![0; length.unwrap_or(0)];
        reader.read_exact(&mut body).unwrap();
        let mut words = first.split(' ');
        let is_post = words.next() == Some("POST");
        let path = words.next().unwrap_or_default().to_owned();
        if is_post || path == "/elsewhere" {
            let body = String::from_utf8(body).unwrap();
            self.notices.lock().unwrap().push(Notice { path, headers, body });
        }
        let answers = if is_post { &self.notice_answers } else { &self.service_answers };
        let status = answers.lock().unwrap().pop_front().unwrap_or(200);
        let more = if status == 302 { "location: /elsewhere\r\n" } else { "" };
        let _ = write!(stream, "HTTP/1.1 {status} Because\r\n{more}content-length: 2\r\nconnection: close\r\n\r\nok");
    }
}
