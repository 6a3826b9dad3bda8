//! Who somebody is: parsed identifiers, masking, amounts in capitals.
