//! Countries where RunPod has machines.

use crate::text::words;

words! {
    argentina: "Argentina";
    austria: "Austria";
    australia: "Australia";
    bulgaria: "Bulgaria";
    canada: "Canada";
    czechia: "Czechia";
    spain: "Spain";
    france: "France";
    israel: "Israel";
    india: "India";
    iceland: "Iceland";
    japan: "Japan";
    netherlands: "Netherlands";
    norway: "Norway";
    portugal: "Portugal";
    romania: "Romania";
    sweden: "Sweden";
    slovakia: "Slovakia";
    trinidad_and_tobago: "Trinidad and Tobago";
    united_states: "United States";
}
