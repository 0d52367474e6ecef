package dev.halligan.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/** Names an object in the same namespace. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ObjectReference(String name) {}
