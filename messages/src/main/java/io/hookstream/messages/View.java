package io.hookstream.messages;

/** What a query answers about one thing that users create, update and delete. */
public interface View {

    String id();

    Tenant tenant();

    Revision revision();
}
