# Read by the image's entrypoint when the data folder is new: our settings count from the next start, which follows.
echo "include '/etc/nuanyang/postgresql.conf'" >> "$PGDATA/postgresql.conf"
