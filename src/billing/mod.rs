//! What was spent, what it comes to, the budget, and what nobody uses.

pub mod alarm;
pub mod budget;
pub mod budget_form;
pub mod idle_resources;
pub mod outlook;
pub mod receipts;
pub mod section;
pub mod spend_chart;
pub mod store;
