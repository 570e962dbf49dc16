-- Lets in a decision only if it is chained to the last one, bears its own hash, and is in the name of the login that
-- sends it and of now; and writes the end of the chain.
CREATE OR REPLACE FUNCTION {schema}.decisions_stamped() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, {schema}, pg_temp AS $$
DECLARE
    said json;
    last record;
    body bytea;
BEGIN
    PERFORM pg_advisory_xact_lock(727275);
    SELECT sequence, row_hash INTO last FROM {schema}.decisions ORDER BY sequence DESC LIMIT 1;
    IF NEW.sequence <> coalesce(last.sequence, 0) + 1 OR NEW.previous <> coalesce(last.row_hash, repeat('0', 64)) THEN
        RAISE EXCEPTION 'a decision must be chained to the last one';
    END IF;
    body := convert_to('9:decisions64:' || NEW.previous || length(NEW.sequence::text) || ':' || NEW.sequence::text
        || octet_length(NEW.payload) || ':', 'UTF8') || NEW.payload;
    IF NEW.row_hash <> encode(sha256(body), 'hex') THEN
        RAISE EXCEPTION 'a decision must bear its own hash';
    END IF;
    said := convert_from(NEW.payload, 'UTF8')::json;
    IF (said->>'sequence')::bigint IS DISTINCT FROM NEW.sequence THEN
        RAISE EXCEPTION 'a decision must say its own number';
    END IF;
    IF NOT pg_has_role(session_user, current_user, 'MEMBER') THEN
        IF said->>'who' IS DISTINCT FROM session_user THEN
            RAISE EXCEPTION '% may not decide as %', session_user, said->>'who';
        END IF;
        IF abs(extract(epoch FROM clock_timestamp() - (said->>'decided_at')::timestamptz)) > {seconds} THEN
            RAISE EXCEPTION 'a decision must bear the time of now';
        END IF;
        IF said->'subject'->>'kind' = 'state' AND said->'subject'->>'key' NOT IN ('scan', 'people')
            AND NOT pg_has_role(session_user, 'backfile_supervisor', 'MEMBER') THEN
            RAISE EXCEPTION '% may not approve', session_user;
        END IF;
    END IF;
    DELETE FROM {schema}.parts WHERE shelf = 'decisions';
    INSERT INTO {schema}.parts (shelf, part, rows, digest) VALUES ('decisions', '', NEW.sequence, NEW.row_hash);
    RETURN NEW;
END $$
