//! What the person orders: one GPU type or several, some of them out of stock, at a price that was agreed to or not.

use launchpod_core::catalog::{AvailabilityQuery, Catalog};
use launchpod_core::order::{Choice, Hardware, Order, RentalMode, WhenSoldOut};
use launchpod_core::types::ids::GpuTypeId;
use launchpod_core::types::money::HourlyRate;
use rand::Rng;
use rand_chacha::ChaCha8Rng;

use crate::launches::{IN_STOCK, SOLD_OUT, order};
use crate::world::World;

/// An order, with what it goes by.
pub struct Wanted {
    pub order: Order,
    pub catalog: Catalog,
    pub agreed: HourlyRate,
}

/// RunPod's catalog, and beside it a GPU type that it tells of and has not.
pub async fn catalog(world: &World) -> Catalog {
    let client = world.tab("elsewhere").client();
    let mut catalog =
        client.catalog(AvailabilityQuery::default(), &|| world.now()).await.expect("nothing is wrong yet");
    let known = catalog.gpu_type(&GpuTypeId::new(IN_STOCK)).expect("every seed has it").clone();
    for gpu_type in SOLD_OUT {
        let mut gone = known.clone();
        gone.id = GpuTypeId::new(gpu_type);
        gone.name = gpu_type.into();
        catalog.gpu_types.push(gone);
    }
    catalog
}

pub fn wanted(dice: &mut ChaCha8Rng, catalog: &Catalog) -> Wanted {
    let types: &[&str] = match dice.random_range(0..10) {
        0..6 => &[IN_STOCK],
        6..8 => &[SOLD_OUT[0], IN_STOCK],
        8 => &[SOLD_OUT[0], SOLD_OUT[1], IN_STOCK],
        _ => &[SOLD_OUT[0], SOLD_OUT[1]],
    };
    let choices = types.iter().map(|gpu_type| Choice::Type(GpuTypeId::new(*gpu_type))).collect();
    let when_sold_out = match dice.random_range(0..10) {
        0..5 => WhenSoldOut::Stop,
        5..9 => WhenSoldOut::Launch,
        _ => WhenSoldOut::Tell,
    };
    let agreed = if dice.random_bool(0.8) { HourlyRate::from_micros(100_000_000) } else { HourlyRate::ZERO };
    Wanted {
        order: Order {
            hardware: Hardware::Gpus { choices, count: 1, rent: RentalMode::OnDemand },
            when_sold_out,
            ..order().0
        },
        catalog: catalog.clone(),
        agreed,
    }
}
