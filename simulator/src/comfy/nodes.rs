//! The nodes that are known, with the inputs that ComfyUI gives them.

use serde_json::{Map, Value, json};

/// A class of nodes.
pub struct Node {
    pub class: &'static str,
    title: &'static str,
    category: &'static str,
    pub inputs: &'static [Input],
    /// The types of what it passes on.
    pub outputs: &'static [&'static str],
    /// Whether a workflow may end in it.
    pub is_output: bool,
}

/// All inputs of these nodes are required.
pub struct Input {
    pub name: &'static str,
    pub kind: Kind,
}

/// What an input takes.
pub enum Kind {
    /// Another node's output of that type.
    Link(&'static str),
    Whole {
        first: i64,
        least: i64,
        most: u64,
    },
    Number {
        first: f64,
        least: f64,
        most: f64,
    },
    Text {
        first: &'static str,
    },
    Choice(&'static [&'static str]),
    /// A checkpoint. RunPod's image ships none.
    Model,
    /// A picture in the input folder.
    Picture,
}

/// The largest side that ComfyUI knows.
const MOST_SIDE: u64 = 16_384;

const fn link(name: &'static str, kind: &'static str) -> Input {
    Input { name, kind: Kind::Link(kind) }
}

const fn whole(name: &'static str, first: i64, least: i64, most: u64) -> Input {
    Input { name, kind: Kind::Whole { first, least, most } }
}

/// A side of a picture, in pixels.
const fn side(name: &'static str, least: i64) -> Input {
    whole(name, 512, least, MOST_SIDE)
}

/// How many pictures at a time.
const BATCH_SIZE: Input = whole("batch_size", 1, 1, 4_096);

const fn text(name: &'static str, first: &'static str) -> Input {
    Input { name, kind: Kind::Text { first } }
}

const fn choice(name: &'static str, choices: &'static [&'static str]) -> Input {
    Input { name, kind: Kind::Choice(choices) }
}

const SAMPLERS: &[&str] = &[
    "euler",
    "euler_cfg_pp",
    "euler_ancestral",
    "euler_ancestral_cfg_pp",
    "heun",
    "heunpp2",
    "dpm_2",
    "dpm_2_ancestral",
    "lms",
    "dpm_fast",
    "dpm_adaptive",
    "dpmpp_2s_ancestral",
    "dpmpp_sde",
    "dpmpp_sde_gpu",
    "dpmpp_2m",
    "dpmpp_2m_sde",
    "dpmpp_2m_sde_gpu",
    "dpmpp_3m_sde",
    "dpmpp_3m_sde_gpu",
    "ddpm",
    "lcm",
    "ddim",
    "uni_pc",
    "uni_pc_bh2",
];
const SCHEDULERS: &[&str] = &[
    "simple",
    "sgm_uniform",
    "karras",
    "exponential",
    "ddim_uniform",
    "beta",
    "normal",
    "linear_quadratic",
    "kl_optimal",
];

/// Those that need no model are executed. The others are there because nearly every workflow has them: without a
/// checkpoint none of those gets past validation, here as there.
const NODES: &[Node] = &[
    Node {
        class: "LoadImage",
        title: "Load Image",
        category: "image",
        inputs: &[Input { name: "image", kind: Kind::Picture }],
        outputs: &["IMAGE", "MASK"],
        is_output: false,
    },
    Node {
        class: "EmptyImage",
        title: "EmptyImage",
        category: "image",
        inputs: &[side("width", 1), side("height", 1), BATCH_SIZE, whole("color", 0, 0, 0xff_ff_ff)],
        outputs: &["IMAGE"],
        is_output: false,
    },
    Node {
        class: "ImageInvert",
        title: "Invert Image",
        category: "image/color",
        inputs: &[link("image", "IMAGE")],
        outputs: &["IMAGE"],
        is_output: false,
    },
    Node {
        class: "ImageScale",
        title: "Upscale Image",
        category: "image/upscaling",
        inputs: &[
            link("image", "IMAGE"),
            choice("upscale_method", &["nearest-exact", "bilinear", "area", "bicubic", "lanczos"]),
            side("width", 0),
            side("height", 0),
            choice("crop", &["disabled", "center"]),
        ],
        outputs: &["IMAGE"],
        is_output: false,
    },
    Node {
        class: "SaveImage",
        title: "Save Image",
        category: "image",
        inputs: &[link("images", "IMAGE"), text("filename_prefix", "ComfyUI")],
        outputs: &["IMAGE"],
        is_output: true,
    },
    Node {
        class: "PreviewImage",
        title: "Preview Image",
        category: "image",
        inputs: &[link("images", "IMAGE")],
        outputs: &["IMAGE"],
        is_output: true,
    },
    Node {
        class: "CheckpointLoaderSimple",
        title: "Load Checkpoint",
        category: "loaders",
        inputs: &[Input { name: "ckpt_name", kind: Kind::Model }],
        outputs: &["MODEL", "CLIP", "VAE"],
        is_output: false,
    },
    Node {
        class: "CLIPTextEncode",
        title: "CLIP Text Encode (Prompt)",
        category: "conditioning",
        inputs: &[text("text", ""), link("clip", "CLIP")],
        outputs: &["CONDITIONING"],
        is_output: false,
    },
    Node {
        class: "EmptyLatentImage",
        title: "Empty Latent Image",
        category: "latent",
        inputs: &[side("width", 16), side("height", 16), BATCH_SIZE],
        outputs: &["LATENT"],
        is_output: false,
    },
    Node {
        class: "KSampler",
        title: "KSampler",
        category: "sampling",
        inputs: &[
            link("model", "MODEL"),
            whole("seed", 0, 0, u64::MAX),
            whole("steps", 20, 1, 10_000),
            Input { name: "cfg", kind: Kind::Number { first: 8.0, least: 0.0, most: 100.0 } },
            choice("sampler_name", SAMPLERS),
            choice("scheduler", SCHEDULERS),
            link("positive", "CONDITIONING"),
            link("negative", "CONDITIONING"),
            link("latent_image", "LATENT"),
            Input { name: "denoise", kind: Kind::Number { first: 1.0, least: 0.0, most: 1.0 } },
        ],
        outputs: &["LATENT"],
        is_output: false,
    },
    Node {
        class: "VAEDecode",
        title: "VAE Decode",
        category: "latent",
        inputs: &[link("samples", "LATENT"), link("vae", "VAE")],
        outputs: &["IMAGE"],
        is_output: false,
    },
    Node {
        class: "VAEEncode",
        title: "VAE Encode",
        category: "latent",
        inputs: &[link("pixels", "IMAGE"), link("vae", "VAE")],
        outputs: &["LATENT"],
        is_output: false,
    },
];

/// The class of that name.
pub fn node(class: &str) -> Option<&'static Node> {
    NODES.iter().find(|node| node.class == class)
}

/// What `/object_info` says of one class, or of all; `pictures` lie in the input folder.
pub fn object_info(class: Option<&str>, pictures: &[String]) -> Value {
    let named = NODES.iter().filter(|node| class.is_none_or(|class| node.class == class));
    named.map(|node| (node.class.to_owned(), node.info(pictures))).collect::<Map<_, _>>().into()
}

impl Node {
    fn info(&self, pictures: &[String]) -> Value {
        let names: Vec<&str> = self.inputs.iter().map(|input| input.name).collect();
        let required: Map<String, Value> =
            self.inputs.iter().map(|input| (input.name.to_owned(), input.kind.told(pictures))).collect();
        let mut input = json!({ "required": required });
        let mut order = json!({ "required": names });
        if let (true, Some(input), Some(order)) = (self.is_output, input.as_object_mut(), order.as_object_mut()) {
            input.insert("hidden".to_owned(), json!({ "prompt": "PROMPT", "extra_pnginfo": "EXTRA_PNGINFO" }));
            order.insert("hidden".to_owned(), json!(["prompt", "extra_pnginfo"]));
        }
        json!({
            "input": input,
            "input_order": order,
            "is_input_list": false,
            "output": self.outputs,
            "output_is_list": vec![false; self.outputs.len()],
            "output_name": self.outputs,
            "name": self.class,
            "display_name": self.title,
            "description": "",
            "python_module": "nodes",
            "category": self.category,
            "output_node": self.is_output,
        })
    }
}

impl Kind {
    /// The name of its type, or the list of its choices.
    pub fn type_of(&self, pictures: &[String]) -> Value {
        match self {
            Self::Link(kind) => json!(kind),
            Self::Whole { .. } => json!("INT"),
            Self::Number { .. } => json!("FLOAT"),
            Self::Text { .. } => json!("STRING"),
            Self::Choice(choices) => json!(choices),
            Self::Model => json!([]),
            Self::Picture => json!(pictures),
        }
    }

    /// What else is said of it.
    pub fn options(&self) -> Value {
        match self {
            Self::Link(_) | Self::Choice(_) | Self::Model => json!({}),
            Self::Whole { first, least, most } => json!({ "default": first, "min": least, "max": most, "step": 1 }),
            Self::Number { first, least, most } => json!({ "default": first, "min": least, "max": most, "step": 0.01 }),
            Self::Text { first } => json!({ "default": first }),
            Self::Picture => json!({ "image_upload": true }),
        }
    }

    fn told(&self, pictures: &[String]) -> Value {
        match self.options() {
            Value::Object(options) if options.is_empty() => json!([self.type_of(pictures)]),
            options => json!([self.type_of(pictures), options]),
        }
    }
}
