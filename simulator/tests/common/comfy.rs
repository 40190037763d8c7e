//! A pod with ComfyUI up in it, and somebody who uses its API.

use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};

use super::{Answer, House, comfy_on_models, send};

/// A picture in each one's input folder.
const PLAIN: &str = "plain.png";

/// A network volume's ComfyUI, or that of a pod of another order.
pub struct Comfy {
    pub house: House,
    pub id: String,
}

impl Comfy {
    pub async fn up() -> Self {
        Self::with(comfy_on_models()).await
    }

    pub async fn with(order: Value) -> Self {
        let house = House::with(launchpod_simulator::CorsMode::Any, 200.0, 1);
        let id = house.rent(order).await.expect("rented");
        let comfy = Self { house, id };
        comfy.await_answer().await;
        comfy.upload(PLAIN, &png(4, 4, [1, 2, 3]), &[]).await;
        comfy
    }

    pub async fn await_answer(&self) {
        let answers = || async { self.get("system_stats").await.status == 200 };
        self.house.wait_until(900, answers).await;
    }

    pub fn path(&self, path: &str) -> String {
        format!("/proxy/{}-8188/{path}", self.id)
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.house.get(&self.path(path)).await
    }

    pub async fn json(&self, path: &str) -> Value {
        let answer = self.get(path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        answer.json()
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.house.post(&self.path(path), None, body).await
    }

    pub async fn queue(&self, prompt: &Value) -> String {
        let answer = self.post("prompt", &json!({ "prompt": prompt })).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()["prompt_id"].as_str().expect("an id").to_owned()
    }

    /// What the history tells once it is done.
    pub async fn done(&self, id: &str) -> Value {
        let is_done = || async { self.json(&format!("history/{id}")).await.get(id).is_some() };
        self.house.wait_until(60, is_done).await;
        self.json(&format!("history/{id}")).await[id].clone()
    }

    /// Uploads a file, with other fields of the form.
    pub async fn upload(&self, name: &str, bytes: &[u8], fields: &[(&str, &str)]) -> Answer {
        let mut body = Vec::new();
        for (field, value) in fields {
            let head = format!("--x\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n");
            body.extend(head.into_bytes());
        }
        let head = format!(
            "--x\r\nContent-Disposition: form-data; name=\"image\"; filename=\"{name}\"\r\nContent-Type: image/png\r\n\r\n"
        );
        body.extend(head.into_bytes());
        body.extend(bytes);
        body.extend(b"\r\n--x--\r\n");
        let request =
            Request::post(self.path("upload/image")).header("content-type", "multipart/form-data; boundary=x");
        send(&self.house.router, request.body(Body::from(body)).expect("a request")).await
    }

    pub async fn view(&self, image: &Value) -> Answer {
        let part = |key: &str| encoded(image[key].as_str().expect("a text"));
        let asked = format!("view?filename={}&subfolder={}&type={}", part("filename"), part("subfolder"), part("type"));
        self.get(&asked).await
    }
}

/// As it may stand in an address.
fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// A PNG of one colour.
pub fn png(width: u32, height: u32, colour: [u8; 3]) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_pixel(width, height, image::Rgb(colour))
        .write_to(&mut bytes, image::ImageFormat::Png)
        .expect("written");
    bytes.into_inner()
}

pub fn read(bytes: &[u8]) -> image::RgbImage {
    image::load_from_memory(bytes).expect("a picture").to_rgb8()
}

pub fn node(class: &str, inputs: Value) -> Value {
    json!({ "class_type": class, "inputs": inputs })
}

/// A picture that is there already, saved under a name of its own.
pub fn plain(number: u32) -> Value {
    json!({
        "1": node("LoadImage", json!({ "image": PLAIN })),
        "2": node("SaveImage", json!({ "images": ["1", 0], "filename_prefix": "plain", "number": number }))
    })
}
