package io.hookstream.messages.organization;

import static io.hookstream.messages.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoleTest {

    @ParameterizedTest
    @CsvSource({
        "owner,  owner,  true",
        "owner,  viewer, true",
        "admin,  owner,  false",
        "admin,  admin,  true",
        "member, admin,  false",
        "viewer, member, false",
        "viewer, viewer, true",
        ",       viewer, false",
        "other,  viewer, false"
    })
    void eachIncludesThoseAfterIt(String role, String needed, boolean included) {
        assertThat(Role.includes(role, needed)).isEqualTo(included);
    }

    @Test
    void whatIsNoRoleIsRefused() {
        assertRefused("role", () -> Role.checked("king"));
        assertRefused("role", () -> Role.checked(null));
    }
}
