package io.hookstream.messages;

/** Who owns a resource. Another tenant's resource is answered like one that does not exist. */
public record Tenant(String organizationId, String environmentId) {}
