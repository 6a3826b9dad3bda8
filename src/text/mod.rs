//! What people read: templates and the catalogues of two languages.
