-- Many optional items.
--@ ends instructions
('a'):rep(200):find(('a?'):rep(100) .. ('a'):rep(200) .. 'b')
