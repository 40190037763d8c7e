//! What a launch asked for and its pod does not show: the whole list of choices, and whether the place was chosen. Kept on
//! the device that launched it, for "launch again".

use crate::order::{Choice, Field, GpuChoiceForm, Hardware, Order, OrderForm, Reading};

impl Order {
    /// As text. `None` if it can't be kept.
    pub fn wished(&self) -> Option<String> {
        let choices = match &self.hardware {
            Hardware::Gpus { choices, .. } => choices.iter().map(written).collect(),
            Hardware::Cpu(_) => vec![],
        };
        let center = self.scope.data_center.as_ref().filter(|_| self.mount.is_none()).map(|center| center.as_str());
        let place = center.or(self.scope.country.as_deref()).unwrap_or_default();
        OrderForm::default().choosing(choices).with(Field::Place, place).write()
    }
}

impl Reading {
    /// Puts in what the pod's launch asked for; a text that is none of [`Order::wished`] changes nothing.
    pub fn recall(&mut self, wished: &str) {
        let Ok(Self { raw: wished, .. }) = OrderForm::read(wished) else { return };
        if !self.raw.is_cpu() && !wished.choices.is_empty() {
            self.odd.retain(|name| *name != Field::GpuType.describe());
            self.raw.choices.clone_from(&wished.choices);
        }
        if !self.raw.has_network_volume() {
            self.raw.set(Field::Place, wished.get(Field::Place));
        }
    }
}

fn written(choice: &Choice) -> GpuChoiceForm {
    match choice {
        Choice::Type(id) => GpuChoiceForm::of(id.as_str()),
        Choice::Any { memory_gb, at_most } => {
            GpuChoiceForm::any(&memory_gb.to_string(), &at_most.map(|rate| rate.typed()).unwrap_or_default())
        }
    }
}
