//! What may be launched, and yet may come to nothing: said while the form is filled in, and never refused.

use crate::order::offers::Offer;
use crate::order::validation::bid;
use crate::order::{GpuChoiceForm, OrderForm};
use crate::types::money::GpuRate;

/// What only runs on a GPU, by a part of the image's name.
const NEED_A_GPU: [&str; 1] = ["comfyui"];

impl OrderForm {
    /// For spot: what goes now for this choice, where that is above the bid. The choice is then left out.
    pub fn above_bid(&self, choice: &GpuChoiceForm, offers: &[Offer]) -> Option<GpuRate> {
        let bid = bid(self).ok()??;
        let going = choice.first_of(offers, self.image())?.price;
        (bid < going).then_some(going)
    }

    /// Whether the image needs a GPU, and the machine has none.
    pub fn lacks_its_gpu(&self) -> bool {
        let image = self.image().to_ascii_lowercase();
        self.is_cpu() && NEED_A_GPU.iter().any(|name| image.contains(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{Cloud, Stock};
    use crate::order::{Field, OWN_IMAGE};
    use crate::types::ids::GpuTypeId;

    fn offer(name: &str, price: i64) -> Offer {
        Offer {
            gpu_type: GpuTypeId::new(name),
            name: name.into(),
            memory_gb: 24,
            cloud: Cloud::Secure,
            price: GpuRate::from_micros(price),
            stock: Stock::High,
            max_count: 8,
        }
    }

    fn named(name: &str) -> GpuChoiceForm {
        GpuChoiceForm { gpu_type: name.into(), ..GpuChoiceForm::default() }
    }

    #[test]
    fn a_fallback_that_goes_for_more_than_the_bid_is_left_out() {
        let offers = [offer("cheap", 200_000), offer("dear", 500_000)];
        let spot = OrderForm::default().with(Field::Rent, "spot").with(Field::Bid, "0.30");
        assert_eq!(spot.above_bid(&named("dear"), &offers), Some(GpuRate::from_micros(500_000)));
        assert_eq!(spot.above_bid(&named("cheap"), &offers), None);
        assert_eq!(spot.above_bid(&GpuChoiceForm::any("24", ""), &offers), None, "one of them can be had");
        let others = [OrderForm::default(), spot.clone().with(Field::Bid, ""), spot.with(Field::Compute, "cpu")];
        assert!(others.iter().all(|raw| raw.above_bid(&named("dear"), &offers).is_none()));
    }

    #[test]
    fn comfyui_without_a_gpu_is_warned_of() {
        let cpu = OrderForm::default().with(Field::Image, "comfyui").with(Field::Compute, "cpu");
        assert!(cpu.lacks_its_gpu());
        assert!(!cpu.clone().with(Field::Compute, "gpu").lacks_its_gpu());
        assert!(!cpu.clone().with(Field::Image, "pytorch").lacks_its_gpu());
        let own = cpu.with(Field::Image, OWN_IMAGE);
        assert!(own.clone().with(Field::OwnImage, "me/ComfyUI-light:1").lacks_its_gpu());
        assert!(!own.with(Field::OwnImage, "nginx").lacks_its_gpu());
    }
}
