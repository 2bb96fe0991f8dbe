package io.hookstream.projections.organization;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Indexes;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.organization.OrganizationEvent;
import io.hookstream.messages.organization.OrganizationQuery.FindOrganization;
import io.hookstream.messages.organization.OrganizationState;
import io.hookstream.messages.organization.OrganizationState.Member;
import io.hookstream.projections.ProjectionsConfiguration;
import io.hookstream.projections.ResourceDocument;
import io.hookstream.projections.ResourceWriter;
import io.hookstream.projections.ResourceWriter.Change;
import java.time.Instant;
import java.util.Map;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.ResetHandler;
import org.axonframework.eventhandling.SequenceNumber;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.queryhandling.QueryUpdateEmitter;
import org.bson.Document;
import org.springframework.stereotype.Component;

/** The read model of organizations, each with its environments, members and open invitations. */
@Component
@ProcessingGroup(ProjectionsConfiguration.CONFIGURATION)
public class OrganizationProjection {

    public static final String COLLECTION = "organizations";

    /** The users who belong to it. */
    public static final String MEMBERS = "members";

    /** Whether nobody owns it yet. */
    public static final String UNCLAIMED = "unclaimed";

    private final MongoCollection<Document> documents;
    private final ResourceWriter<FindOrganization> organizations;

    OrganizationProjection(MongoDatabase database, QueryUpdateEmitter updates) {
        documents = database.getCollection(COLLECTION);
        organizations = new ResourceWriter<>(
                database,
                COLLECTION,
                updates,
                FindOrganization.class,
                FindOrganization::id,
                Indexes.ascending(MEMBERS, ResourceDocument.ID),
                Indexes.ascending(UNCLAIMED, ResourceDocument.ID));
    }

    /** An event that is handled again is older than what there is, and changes nothing. */
    @EventHandler
    void on(OrganizationEvent event, @Timestamp Instant at, @SequenceNumber long version) {
        String id = event.tenant().organizationId();
        Document before = documents.find(Filters.eq(id)).first();
        if (before != null && ResourceDocument.revision(before).version() >= version) {
            return;
        }
        OrganizationState state = (before == null
                        ? OrganizationState.NONE
                        : ResourceDocument.settings(before, OrganizationState.class))
                .after(event, at);
        Tenant home = new Tenant(id, state.environments().get(0).id());
        organizations.save(
                new Change(id, home, version, at),
                state,
                state.name(),
                Map.of(
                        MEMBERS,
                        state.members().stream().map(Member::userId).toList(),
                        UNCLAIMED,
                        state.founderId() == null && state.members().isEmpty()));
    }

    @ResetHandler
    void reset() {
        organizations.clear();
    }
}
