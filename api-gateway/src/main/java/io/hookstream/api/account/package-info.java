/** Accounts: signing up, logging in and out. */
@NullMarked
package io.hookstream.api.account;

import org.jspecify.annotations.NullMarked;
