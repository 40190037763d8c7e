//! What a pod asks of RunPod for itself, and what it is answered.

/// What a pod asks of RunPod for itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Call {
    Terminate,
    Stop,
}

/// By what means it asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    Runpodctl,
    GraphQl,
    V2,
}

/// What comes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reply {
    Done,
    Refused,
    /// There is no such program in the container.
    Missing,
}
