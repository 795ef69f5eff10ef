-- Lexical conventions.
eq('\a\b\f\n\r\t\v\\\'\"', '\7\8\12\10\13\9\11\92\39\34') eq('\x41\x7a', 'Az') eq('\065\10\0651', 'A\nA1') eq('a\z
     b\z  c', 'abc') eq('a\
b', 'a\nb') eq('\u{41}\u{20AC}\u{10FFFF}\u{7FFFFFFF}', 'A\xE2\x82\xAC\xF4\x8F\xBF\xBF\xFD\xBF\xBF\xBF\xBF\xBF')
eq([[
first newline skipped]], 'first newline skipped') eq([==[a]]b]=]c]==], 'a]]b]=]c') eq(#[[

]], 1) eq([[\n]], '\\n')
eq(0xff, 255) eq(0XA.8p1, 21.0) eq(0x.1p4, 1.0) eq(3e2, 300.0) eq(.5, 0.5) eq(5., 5.0) eq(0x7fffffffffffffff, math.maxinteger) eq(0xffffffffffffffff, -1)
eq(0x1ffffffffffffffff, -1) eq(9223372036854775807, math.maxinteger) eq(math.type(9223372036854775808), 'float') eq(1e1, 10.0) eq(0x10p-1, 8.0) eq(1//1, 1)
local _a1, __, _ENVIRONMENT = 1, 2, 3 eq(_a1 + __ + _ENVIRONMENT, 6)
--[[ long
comment ]] eq(1, 1) --[==[ with ]] inside ]==] eq(2, 2)
--- not long
local function bad(text, message) local f, e = load(text, '=c') if f then eq('compiled: ' .. text, message) else eq(e, message) end end
bad("x = 'a", "c:1: unfinished string near <eof>") bad("x = 'a\nb'", "c:1: unfinished string near ''a'") bad('x = [[a', "c:1: unfinished long string (starting at line 1) near <eof>")
bad('--[[a', "c:1: unfinished long comment (starting at line 1) near <eof>") bad("x = '\\q'", "c:1: invalid escape sequence near ''\\q'") bad("x = '\\300'", "c:1: decimal escape too large near ''\\300''")
bad("x = '\\xg'", "c:1: hexadecimal digit expected near ''\\xg'") bad("x = '\\u{110000000}'", "c:1: UTF-8 value too large near ''\\u{110000000'") bad("x = '\\u41'", "c:1: missing '{' near ''\\u4'")
bad("x = '\\u{41'", "c:1: missing '}' near ''\\u{41''") bad('x = 1e', "c:1: malformed number near '1e'") bad('x = 0x', "c:1: malformed number near '0x'") bad('x = 3x', "c:1: malformed number near '3x'")
bad('x = 1..2', "c:1: malformed number near '1..2'") bad('x = [=a', "c:1: invalid long string delimiter near '[='") bad('@', "c:1: unexpected symbol near '@'") bad('x = \1', "c:1: unexpected symbol near '<\\1>'")
bad('x =', "c:1: unexpected symbol near <eof>") bad('x', "c:1: syntax error near <eof>") bad('for', "c:1: <name> expected near <eof>") bad('if x', "c:1: 'then' expected near <eof>")
bad('if x then', "c:1: 'end' expected near <eof>") bad('if x then\n', "c:2: 'end' expected (to close 'if' at line 1) near <eof>") bad('x = (1', "c:1: ')' expected near <eof>") bad('x = }', "c:1: unexpected symbol near '}'")
bad('local 1', "c:1: <name> expected near '1'") bad('return return', "c:1: unexpected symbol near 'return'") bad('goto', "c:1: <name> expected near <eof>") bad('f(', "c:1: unexpected symbol near <eof>") bad('a.1', "c:1: syntax error near '.1'")
bad('end', "c:1: <eof> expected near 'end'") bad('x = function', "c:1: '(' expected near <eof>") bad('local x <foo> = 1', "c:1: unknown attribute 'foo'") bad('x:y = 1', "c:1: function arguments expected near '='") bad('1 = x', "c:1: unexpected symbol near '1'")
bad('f() = 1', "c:1: syntax error near '='") bad('x = = 1', "c:1: unexpected symbol near '='") bad('x = 1 1', "c:1: unexpected symbol near '1'") bad('(a) = 1', "c:1: syntax error near '='")
for word in ('and break do else elseif end false for function goto if in local nil not or repeat return then true until while'):gmatch('%a+') do eq(load('local ' .. word .. ' = 1'), nil) end
eq(load('local andy, global, ifx = 1, 2, 3 return andy + global + ifx')(), 6)
for op in ('+ - * / % ^ # & ~ | << >> // == ~= <= >= < > = ( ) { } [ ] :: ; : , . .. ...'):gmatch('%S+') do eq(type(select(2, load('x = 1 ' .. op .. ' @'))), 'string') end
