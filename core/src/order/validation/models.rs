//! The models that a pod loads while it starts.

use crate::models::{Model, list};
use crate::order::{Field, OrderForm, Problem};

/// Those that are wanted; none where none can be loaded.
pub(in crate::order) fn models(raw: &OrderForm) -> Result<Vec<Model>, Problem> {
    if !raw.takes_models() {
        return Ok(vec![]);
    }
    list::read(raw.get(Field::Models)).map_err(|text| Problem::new(Field::Models, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_are_read_where_they_can_be_loaded() {
        let raw = OrderForm::default().with(Field::Models, "flux-dev-fp8\nsd15");
        assert_eq!(models(&raw).unwrap().len(), 2);
        let odd = raw.clone().with(Field::Models, "nonsense");
        assert_eq!(models(&odd).unwrap_err().field, Field::Models);
        let none = |field, text| models(&odd.clone().with(field, text));
        assert_eq!(none(Field::Image, "pytorch"), Ok(vec![]), "what has no meaning is no problem");
        assert_eq!(none(Field::StartCommand, "sleep 1"), Ok(vec![]));
    }
}
